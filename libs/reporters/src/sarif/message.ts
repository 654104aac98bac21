/**
 * A message as SARIF's plain text, where braces stand for placeholders and brackets for links (sections 3.11.5 and 3.11.6 of the
 * standard). Viewers differ in how they take what is escaped, so that code is shortened instead.
 */
export function messageOf(text: string): { readonly text: string } {
  return { text: withoutLinks(withoutBraces(text)) };
}

function withoutBraces(text: string): string {
  let shorter = text;
  for (let before = ''; before !== shorter;) {
    before = shorter;
    shorter = before.replace(/\{[^{}]*\}/g, '…');
  }
  return shorter.replace(/[{}]/g, '…').replace(/…{2,}/g, '…');
}

function withoutLinks(text: string): string {
  return text.replace(/\](?=\()/g, '] ');
}
