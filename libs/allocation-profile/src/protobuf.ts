/**
 * Writes the few kinds of fields that pprof has.
 * Protocol Buffers, Encoding: https://protobuf.dev/programming-guides/encoding/
 */
export class ProtobufWriter {
  readonly #bytes: number[] = [];

  /** Zero is what a missing field means. */
  integer(field: number, value: number): this {
    if (value === 0) return this;
    this.#tag(field, 0);
    this.#varint(value);
    return this;
  }

  integers(field: number, values: readonly number[]): this {
    const packed = new ProtobufWriter();
    for (const value of values) packed.#varint(value);
    return this.#lengthDelimited(field, packed.finish());
  }

  text(field: number, value: string): this {
    return this.#lengthDelimited(field, new TextEncoder().encode(value));
  }

  message(field: number, message: ProtobufWriter): this {
    return this.#lengthDelimited(field, message.finish());
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #lengthDelimited(field: number, bytes: Uint8Array): this {
    this.#tag(field, 2);
    this.#varint(bytes.length);
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  // Bit operators would cut values to 32 bits; sizes go beyond.
  #varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes.push((rest % 0x80) + 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes.push(rest);
  }
}
