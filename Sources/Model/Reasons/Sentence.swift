/// `phrase` as a sentence of its own: with a capital in front, and a full stop behind.
///
/// One phrase may stand alone in a reason and within another sentence elsewhere. What begins with a name or with code,
/// such as `billing-db/read-only`, is left as it is there, and what ends like a sentence already at its end.
package func sentence(_ phrase: String) -> String {
  guard let last = phrase.utf8.last else { return phrase }
  let small = UInt8(ascii: "a")...UInt8(ascii: "z")
  let isWord = phrase.utf8.prefix { $0 != UInt8(ascii: " ") }.allSatisfy(small.contains)
  return (isWord ? phrase.prefix(1).uppercased() + phrase.dropFirst() : phrase)
    + (".!?".utf8.contains(last) ? "" : ".")
}
