/** What was checked and how it went; a failure is told in full at once. */
export class Results {
  #passed = 0;
  #failed = [];

  get hasFailed() {
    return this.#failed.length > 0;
  }

  /** Notes whether a check holds; `evidence` is shown where it does not. */
  note(title, isFine, evidence = '') {
    console.log(`${isFine ? 'ok     ' : 'FAILED '} ${title}`);
    if (isFine) this.#passed += 1;
    else {
      this.#failed.push(title);
      console.log(String(evidence).replace(/^/gm, '        ').slice(-6_000));
    }
  }

  summary() {
    const total = this.#passed + this.#failed.length;
    return [`${this.#passed} of ${total} checks hold`, ...this.#failed.map((title) => `failed: ${title}`)].join('\n');
  }
}
