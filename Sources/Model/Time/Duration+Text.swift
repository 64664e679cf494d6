/// Why a text is no duration.
package enum DurationFault: Error, Equatable {
  /// It is not written as `30m`, `8h`, `5d` or `PT8H`.
  case notADuration
  /// It is nothing: a window without length.
  case zero
  /// It speaks of years, months or weeks, whose length is not a fixed number of hours for everybody.
  case calendarUnit
  /// It is longer than `Duration.longestWritten`.
  case tooLong
}

extension Duration {
  /// The longest duration that a document may name: 3,660 days.
  ///
  /// No access of ours lasts ten years; the limit keeps all later arithmetic far from overflow.
  package static let longestWritten = Duration.seconds(3660 * 86_400)

  /// Whole seconds; what is below a second is cut off.
  package var wholeSeconds: Int64 { components.seconds }

  /// Reads `30m`, `8h`, `5d` or the ISO 8601 forms `PT30M`, `PT8H`, `P5D`, `P1DT12H`.
  ///
  /// Days are 24 hours (DESIGN section 3). Signs, fractions, blanks, years, months and weeks are faults.
  package init(written text: some Sequence<UInt8>) throws(DurationFault) {
    let bytes = Array(text)
    let seconds =
      bytes.first == UInt8(ascii: "P")
      ? try isoSeconds(bytes.dropFirst()) : try shortSeconds(bytes[...])
    guard seconds > 0 else { throw .zero }
    self = .seconds(seconds)
  }

  /// The duration as documents write it, in the largest unit that leaves nothing over: `8h`, `5d`.
  package var written: String {
    let seconds = wholeSeconds
    if seconds % 86_400 == 0, seconds != 0 { return "\(seconds / 86_400)d" }
    if seconds % 3600 == 0, seconds != 0 { return "\(seconds / 3600)h" }
    if seconds % 60 == 0, seconds != 0 { return "\(seconds / 60)m" }
    return "PT\(seconds)S"
  }
}

private func shortSeconds(_ text: ArraySlice<UInt8>) throws(DurationFault) -> Int64 {
  var rest = text
  let (count, unit) = try component(&rest)
  guard rest.isEmpty else { throw .notADuration }
  switch unit {
  case UInt8(ascii: "m"): return try multiplied(count, 60)
  case UInt8(ascii: "h"): return try multiplied(count, 3600)
  case UInt8(ascii: "d"): return try multiplied(count, 86_400)
  case UInt8(ascii: "w"), UInt8(ascii: "y"): throw .calendarUnit
  default: throw .notADuration
  }
}

private func isoSeconds(_ text: ArraySlice<UInt8>) throws(DurationFault) -> Int64 {
  var rest = text
  var total: Int64 = 0
  var inTime = false
  // Each unit once and in falling order, as ISO 8601 has them.
  var smallest = Int64.max
  var components = 0
  while !rest.isEmpty {
    if !inTime, rest.first == UInt8(ascii: "T") {
      inTime = true
      rest = rest.dropFirst()
      guard !rest.isEmpty else { throw .notADuration }
    }
    let (count, unit) = try component(&rest)
    let scale: Int64
    switch (unit, inTime) {
    case (UInt8(ascii: "D"), false): scale = 86_400
    case (UInt8(ascii: "H"), true): scale = 3600
    case (UInt8(ascii: "M"), true): scale = 60
    case (UInt8(ascii: "S"), true): scale = 1
    case (UInt8(ascii: "Y"), false), (UInt8(ascii: "M"), false), (UInt8(ascii: "W"), false):
      throw .calendarUnit
    default: throw .notADuration
    }
    guard scale < smallest else { throw .notADuration }
    smallest = scale
    components += 1
    total += try multiplied(count, scale)
    guard total <= Duration.longestWritten.wholeSeconds else { throw .tooLong }
  }
  guard components > 0 else { throw .notADuration }
  return total
}

/// Takes digits and the unit letter behind them off the front of `rest`.
private func component(_ rest: inout ArraySlice<UInt8>) throws(DurationFault) -> (Int64, UInt8) {
  let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  rest = rest.dropFirst(digits.count)
  guard !digits.isEmpty, let unit = rest.popFirst() else { throw .notADuration }
  var count: Int64 = 0
  for digit in digits {
    count = count * 10 + Int64(digit - UInt8(ascii: "0"))
    guard count <= Duration.longestWritten.wholeSeconds else { throw .tooLong }
  }
  return (count, unit)
}

private func multiplied(_ count: Int64, _ scale: Int64) throws(DurationFault) -> Int64 {
  // Both factors are at most `longestWritten`, so the product fits in 64 bits.
  let seconds = count * scale
  guard seconds <= Duration.longestWritten.wholeSeconds else { throw .tooLong }
  return seconds
}
