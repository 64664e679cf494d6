/// Reads one JSON value from bytes that are UTF-8.
struct JSONReader {
  private var rest: ArraySlice<UInt8>

  /// How deep arrays and objects may stand in one another; no answer that is read here comes near it.
  private static let deepest = 100

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  /// The one value that there is; nil where there is none, or anything behind it.
  mutating func document() -> JSONTree? {
    guard let value = value(depth: 0) else { return nil }
    skipBlanks()
    return rest.isEmpty ? value : nil
  }

  private mutating func value(depth: Int) -> JSONTree? {
    skipBlanks()
    switch rest.first {
    case UInt8(ascii: "{"): return depth < Self.deepest ? object(depth: depth + 1) : nil
    case UInt8(ascii: "["): return depth < Self.deepest ? array(depth: depth + 1) : nil
    case UInt8(ascii: "\""): return string().map(JSONTree.string)
    case UInt8(ascii: "t"): return take("true") ? .bool(true) : nil
    case UInt8(ascii: "f"): return take("false") ? .bool(false) : nil
    case UInt8(ascii: "n"): return take("null") ? .null : nil
    default: return number()
    }
  }

  private mutating func object(depth: Int) -> JSONTree? {
    var members: [String: JSONTree] = [:]
    guard take("{") else { return nil }
    skipBlanks()
    if take("}") { return .object(members) }
    while true {
      skipBlanks()
      guard let name = string() else { return nil }
      skipBlanks()
      guard take(":"), let value = value(depth: depth),
        members.updateValue(value, forKey: name) == nil
      else { return nil }
      skipBlanks()
      if take("}") { return .object(members) }
      guard take(",") else { return nil }
    }
  }

  private mutating func array(depth: Int) -> JSONTree? {
    var elements: [JSONTree] = []
    guard take("[") else { return nil }
    skipBlanks()
    if take("]") { return .array(elements) }
    while true {
      guard let element = value(depth: depth) else { return nil }
      elements.append(element)
      skipBlanks()
      if take("]") { return .array(elements) }
      guard take(",") else { return nil }
    }
  }

  private mutating func string() -> String? {
    guard take("\"") else { return nil }
    var text: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escape() else { return nil }
        text += String(scalar).utf8
      case ..<0x20: return nil
      default: text.append(byte)
      }
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    switch rest.popFirst() {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      guard let high = unit() else { return nil }
      if let scalar = Unicode.Scalar(high) { return scalar }
      // The first half of a pair; the second must follow (RFC 8259, section 7).
      guard UTF16.isLeadSurrogate(high), take("\\u"), let low = unit(),
        UTF16.isTrailSurrogate(low)
      else { return nil }
      return Unicode.Scalar(0x10000 + (UInt32(high & 0x3FF) << 10 | UInt32(low & 0x3FF)))
    default: return nil
    }
  }

  /// Four hexadecimal digits.
  private mutating func unit() -> UInt16? {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = rest.popFirst(),
        let digit = hexadecimalValue(0x41...0x46 ~= byte ? byte + 0x20 : byte)
      else { return nil }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  /// A number as RFC 8259 section 6 writes it, and small enough for a `Double`.
  private mutating func number() -> JSONTree? {
    let start = rest
    _ = take("-")
    var isWhole = true
    if !take("0"), digits() == 0 { return nil }
    if take(".") {
      isWhole = false
      if digits() == 0 { return nil }
    }
    if take("e") || take("E") {
      isWhole = false
      _ = take("+") || take("-")
      if digits() == 0 { return nil }
    }
    let text = String(decoding: start[..<rest.startIndex], as: UTF8.self)
    // Zero has no sign among whole numbers: written with one it is none.
    if isWhole, text != "-0", let number = Int64(text) { return .integer(number) }
    return Double(text).flatMap { $0.isFinite ? .number($0) : nil }
  }

  /// Takes digits; how many.
  private mutating func digits() -> Int {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest.dropFirst(digits.count)
    return digits.count
  }

  private mutating func skipBlanks() { rest = rest.drop { " \t\n\r".utf8.contains($0) } }

  private mutating func take(_ word: StaticString) -> Bool {
    let isThere = word.withUTF8Buffer { rest.starts(with: $0) }
    if isThere { rest = rest.dropFirst(word.utf8CodeUnitCount) }
    return isThere
  }
}
