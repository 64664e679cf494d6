/// How many columns of a terminal `text` takes, once `shownText` has made it harmless.
///
/// Marks that sit on the letter before take none; what East Asian typography calls wide takes two. The
/// ranges are the blocks of Unicode's EastAsianWidth (UAX #11) that matter; a rare character outside
/// them shifts a column, no more.
func displayWidth(_ text: String) -> Int {
  let isASCII = text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy { $0 < 0x80 } }
  if isASCII == true { return text.utf8.count }
  return text.unicodeScalars.reduce(0) { $0 + displayWidth($1) }
}

private func displayWidth(_ scalar: Unicode.Scalar) -> Int {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark: return 0
  default: break
  }
  return switch scalar.value {
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
    0x1F900...0x1F9FF, 0x20000...0x3FFFD:
    2
  default: 1
  }
}
