/// A ticket pattern of the kind that nearly all are: letters and digits, classes of them, groups, choices
/// and repetitions.
///
/// Whether such a pattern matches a whole text depends on no order of trying, so the answer is that of
/// Swift's engine, which takes thirty times as long; a test holds the two against each other. A pattern
/// with anything else in it is left to the engine.
struct PlainPattern {
  private let root: Node

  private indirect enum Node {
    case byte(ByteSet)
    case sequence([Node])
    case choice([Node])
    case repeated(Node, least: Int, most: Int)
  }

  /// Nil where `pattern` holds more than this reads.
  init?(_ pattern: String) {
    var reader = Reader(rest: Array(pattern.utf8)[...])
    guard let root = reader.choice(), reader.rest.isEmpty else { return nil }
    self.root = root
  }

  /// Whether the pattern matches all of `text`; nil for texts that are long or no ASCII.
  func matchesWhole(_ text: String) -> Bool? {
    let bytes = Array(text.utf8)
    guard bytes.count < UInt64.bitWidth, bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
    return ends(of: root, from: 1, in: bytes) & 1 << UInt64(bytes.count) != 0
  }

  /// Where matches of `node` can end that begin at one of `starts`; each bit is a place between bytes.
  private func ends(of node: Node, from starts: UInt64, in bytes: [UInt8]) -> UInt64 {
    switch node {
    case .byte(let set):
      var (ends, waiting) = (UInt64(0), starts)
      while waiting != 0 {
        let place = waiting.trailingZeroBitCount
        waiting &= waiting - 1
        if place < bytes.count, set.contains(bytes[place]) { ends |= 1 << UInt64(place + 1) }
      }
      return ends
    case .sequence(let nodes): return nodes.reduce(starts) { ends(of: $1, from: $0, in: bytes) }
    case .choice(let nodes): return nodes.reduce(0) { $0 | ends(of: $1, from: starts, in: bytes) }
    case .repeated(let node, let least, let most):
      var reached = least == 0 ? starts : 0
      var last = starts
      var count = 0
      while last != 0, count < most {
        last = ends(of: node, from: last, in: bytes)
        count += 1
        guard count >= least else { continue }
        if last & ~reached == 0 { break }
        reached |= last
      }
      return reached
    }
  }
}

/// Some of the 128 characters of ASCII, one bit each.
private struct ByteSet {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init(_ range: ClosedRange<UInt8>) {
    for byte in range {
      if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
    }
  }

  func union(_ other: ByteSet) -> ByteSet {
    var union = self
    union.low |= other.low
    union.high |= other.high
    return union
  }

  func contains(_ byte: UInt8) -> Bool {
    guard byte < 128 else { return false }
    return byte < 64 ? low >> UInt64(byte) & 1 == 1 : high >> UInt64(byte - 64) & 1 == 1
  }
}

extension PlainPattern {
  /// Reads a pattern from left to right; nil for whatever is not of the plain kind.
  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func choice() -> Node? {
      var options: [Node] = []
      repeat {
        guard let option = sequence() else { return nil }
        options.append(option)
      } while take("|")
      return options.count == 1 ? options[0] : .choice(options)
    }

    private mutating func sequence() -> Node? {
      var nodes: [Node] = []
      while let next = rest.first, next != UInt8(ascii: "|"), next != UInt8(ascii: ")") {
        guard let atom = atom(), let node = repetition(of: atom) else { return nil }
        nodes.append(node)
      }
      return nodes.isEmpty ? nil : .sequence(nodes)
    }

    private mutating func atom() -> Node? {
      guard let byte = rest.popFirst() else { return nil }
      switch byte {
      case UInt8(ascii: "("):
        if take("?"), !take(":") { return nil }
        guard let inside = choice(), take(")") else { return nil }
        return inside
      case UInt8(ascii: "["): return characterClass()
      case UInt8(ascii: "\\"):
        guard let escaped = rest.popFirst() else { return nil }
        if escaped == UInt8(ascii: "d") { return .byte(Reader.digits) }
        return ".-/".utf8.contains(escaped) ? .byte(ByteSet(escaped...escaped)) : nil
      default: return Reader.isLiteral(byte) ? .byte(ByteSet(byte...byte)) : nil
      }
    }

    private mutating func characterClass() -> Node? {
      var members: ByteSet?
      while !take("]") {
        guard let first = rest.popFirst(), Reader.isWord(first) else { return nil }
        var last = first
        if take("-") {
          guard let end = rest.popFirst(), Reader.isWord(end), first <= end else { return nil }
          last = end
        }
        let range = ByteSet(first...last)
        members = members?.union(range) ?? range
      }
      return members.map { .byte($0) }
    }

    private mutating func repetition(of node: Node) -> Node? {
      var (least, most) = (1, 1)
      if take("+") {
        most = .max
      } else if take("*") {
        (least, most) = (0, .max)
      } else if take("?") {
        least = 0
      } else if take("{") {
        guard let count = number() else { return nil }
        (least, most) = (count, count)
        if take(",") { most = number() ?? .max }
        guard take("}"), least <= most else { return nil }
      } else {
        return node
      }
      // What follows says how eagerly it repeats, or repeats the repetition.
      if let next = rest.first, "+*?{".utf8.contains(next) { return nil }
      return .repeated(node, least: least, most: most)
    }

    private mutating func number() -> Int? {
      let digits = rest.prefix { Reader.digits.contains($0) }
      guard (1...3).contains(digits.count) else { return nil }
      rest = rest.dropFirst(digits.count)
      return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest.removeFirst()
      return true
    }

    private static let digits = ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))

    private static func isWord(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
        true
      default: false
      }
    }

    private static func isLiteral(_ byte: UInt8) -> Bool {
      isWord(byte) || "-/:".utf8.contains(byte)
    }
  }
}
