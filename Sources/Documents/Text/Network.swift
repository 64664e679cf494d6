/// An IP address or network, `192.0.2.7`, `192.0.2.0/24` or `2001:db8::/32` (RFC 4291 section 2.2, RFC 4632).
struct Network {
  private let bytes: [UInt8]
  private let prefixLength: Int

  /// Takes nothing that two readers could read in two ways: no leading zeros, no zone, no IPv4 within IPv6.
  init?(_ text: String) {
    let parts = text.utf8.split(
      separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = Self.fourBytes(parts[0]) ?? Self.sixteenBytes(parts[0]) else { return nil }
    bytes = address
    guard parts.count == 2 else {
      prefixLength = address.count * 8
      return
    }
    guard let length = Self.number(parts[1], most: address.count * 8) else { return nil }
    prefixLength = length
  }

  /// Whether all bits behind the prefix are zero.
  var hasNoHostBits: Bool {
    bytes.enumerated().allSatisfy { place, byte in
      let kept = min(max(prefixLength - place * 8, 0), 8)
      return byte & UInt8(truncatingIfNeeded: 0xFF >> kept) == 0
    }
  }

  private static func fourBytes(_ text: Substring.UTF8View) -> [UInt8]? {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let bytes = parts.compactMap { number($0, most: 255).map { UInt8($0) } }
    return parts.count == 4 && bytes.count == 4 ? bytes : nil
  }

  private static func sixteenBytes(_ text: Substring.UTF8View) -> [UInt8]? {
    let colon = UInt8(ascii: ":")
    let halves = String(Substring(text)).split(separator: "::", omittingEmptySubsequences: false)
    guard halves.count <= 2 else { return nil }
    var groups: [[UInt8]] = []
    for half in halves {
      guard !half.isEmpty else {
        groups.append([])
        continue
      }
      let parts = half.utf8.split(separator: colon, omittingEmptySubsequences: false)
      let values = parts.map { part -> UInt16? in
        guard (1...4).contains(part.count), part.allSatisfy({ isHexadecimal($0) }) else {
          return nil
        }
        return UInt16(Substring(part), radix: 16)
      }
      guard values.allSatisfy({ $0 != nil }) else { return nil }
      groups.append(values.compactMap(\.self).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
    }
    let count = groups.reduce(0) { $0 + $1.count }
    guard let first = groups.first, let last = groups.last else { return nil }
    if groups.count == 1 { return count == 16 ? first : nil }
    return count <= 14 ? first + [UInt8](repeating: 0, count: 16 - count) + last : nil
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }

  private static func number(_ text: Substring.UTF8View, most: Int) -> Int? {
    let isDecimal =
      (1...3).contains(text.count)
      && text.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      && (text.count == 1 || text.first != UInt8(ascii: "0"))
    guard isDecimal, let value = Int(Substring(text)), value <= most else { return nil }
    return value
  }
}
