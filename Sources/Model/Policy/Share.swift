/// A part of a whole, exact to a ten-thousandth.
package struct Share: Hashable, Sendable {
  /// 0 to 10,000.
  package let tenThousandths: Int

  /// Takes 0 to 10,000 ten-thousandths.
  package init?(tenThousandths: Int) {
    guard (0...10_000).contains(tenThousandths) else { return nil }
    self.tenThousandths = tenThousandths
  }

  /// Reads `25%`, a whole number up to 100, or `0.25`, with one to four decimals, up to `1.0`.
  package init?(written text: some Sequence<UInt8>) {
    let bytes = Array(text)
    if bytes.last == UInt8(ascii: "%") {
      guard let percent = decimal(bytes.dropLast()), bytes.count <= 4,
        bytes.count == 2 || bytes.first != UInt8(ascii: "0")
      else { return nil }
      self.init(tenThousandths: percent * 100)
      return
    }
    guard (3...6).contains(bytes.count), bytes[1] == UInt8(ascii: "."),
      let whole = decimal(bytes[..<1]), let fraction = decimal(bytes[2...])
    else { return nil }
    let scale = [1000, 100, 10, 1][bytes.count - 3]
    self.init(tenThousandths: whole * 10_000 + fraction * scale)
  }

  /// Whether `part` of `whole` is more than this share.
  package func isExceeded(by part: Int, of whole: Int) -> Bool {
    part * 10_000 > tenThousandths * whole
  }
}

extension Share: CustomStringConvertible {
  /// `25%`, with decimals where there are any.
  package var description: String {
    let (percent, rest) = (tenThousandths / 100, tenThousandths % 100)
    if rest == 0 { return "\(percent)%" }
    let decimals = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
    return "\(percent).\(decimals)%"
  }
}

private func decimal(_ digits: some Collection<UInt8>) -> Int? {
  guard !digits.isEmpty else { return nil }
  var value = 0
  for digit in digits {
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
    value = value * 10 + Int(digit - UInt8(ascii: "0"))
  }
  return value
}
