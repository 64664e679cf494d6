/// `text` as one word of a POSIX shell, for commands that people copy.
///
/// Branch names may hold `$(…)` and quotes, and whoever pushes branches chooses them.
package func shellWord(_ text: String) -> String {
  let plain = text.utf8.allSatisfy { byte in
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "._-/:@+=,%".utf8.contains(byte)
  }
  if plain, !text.isEmpty { return text }
  let quoted = text.split(separator: "'", omittingEmptySubsequences: false).joined(
    separator: "'\\''")
  return "'\(quoted)'"
}
