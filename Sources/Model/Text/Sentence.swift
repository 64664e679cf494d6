/// `phrase` as a sentence of its own: with a capital in front, and a full stop behind.
///
/// One phrase may stand alone in a reason and within another sentence elsewhere. What begins with a name or with code is
/// left as it is there, and what ends like a sentence already at its end.
package func sentence(_ phrase: String) -> String {
  guard let first = phrase.first, let last = phrase.last else { return phrase }
  return (first.isLowercase ? first.uppercased() + phrase.dropFirst() : phrase)
    + (last == "." || last == "!" || last == "?" ? "" : ".")
}
