import Model
import TestSupport

/// A certificate with a history made from a seed, and a signature by one of its keys.
///
/// Ends are set, prolonged and shortened, user ids added and revoked, subkeys bound, by digests that count and by
/// SHA-1; now and then something is forged, is of the future, or stands where it does not belong.
struct OpenPGPRandomCertificate {
  typealias Forge = OpenPGPForge

  /// When all of these are looked at: past for any clock, so that sqv, which goes by the real one, agrees.
  static let now: UInt32 = 1_748_779_200
  static let looked = "20250601T120000"
  static let payload = Array("what is signed\n".utf8)

  /// What may make one reader stricter than another.
  enum Feature {
    case weak, astray, future, forged, critical, unmarked, beyond32Bits, twoEnds, overItself
    case revokedUserID, sameSecond, direct, withoutFlags
  }

  let seed: UInt64
  private(set) var features: Set<Feature> = []
  private var times: Set<UInt32> = []
  /// What was done, for whoever reads a failure.
  private(set) var log: [String] = []
  private(set) var packets: [UInt8] = []
  private(set) var signature: [UInt8] = []
  /// The fingerprint of the key that signs.
  private(set) var signer = ""
  private var random: SplitMix64
  private let primary: Forge.Key

  init(seed: UInt64) throws {
    self.seed = seed
    random = SplitMix64(seed: seed)
    var key = try Forge.Key(&random)
    key.created = Self.now - UInt32.random(in: 86_400...60_000_000, using: &random)
    primary = key
    log.append("primary made \(key.created)")
    try make()
  }

  private mutating func make() throws {
    packets = packet(6, primary.body)
    if oneIn(20) { try add(0x20, "revocation of the key", over: primary.hashed) }
    if oneIn(4) {
      for _ in 0..<number(1...2) { try add(0x1F, "direct", over: primary.hashed) }
    }
    for user in 0..<number(1...3) { try addUser(user) }
    var keys = [primary]
    for index in 0..<number(0...2) { keys.append(try addSubkey(index)) }
    let by = keys.count == 1 || oneIn(2) ? primary : keys[number(1...(keys.count - 1))]
    signer = by.name
    log.append("signed by \(by.name == primary.name ? "the primary key" : "subkey \(by.name)")")
    signature = packet(
      2, try Forge.signature(Forge.Parts(by: by, at: Self.now - 30), by: by, over: Self.payload))
  }

  private mutating func addUser(_ index: Int) throws {
    let text = Array("user \(index) of \(seed) <u\(index)@example.com>".utf8)
    let content = joined(primary.hashed, [0xB4], bigEndian(UInt32(text.count)), text)
    log.append("user \(index)")
    packets += packet(13, text)
    for _ in 0..<number(1...3) { try add(0x13, "certification", over: content) }
    if oneIn(5) {
      features.insert(.revokedUserID)
      try add(0x30, "revocation of the user id", over: content)
    }
    if oneIn(20) {
      features.insert(.astray)
      try add(0x1F, "direct, astray", over: primary.hashed)
    }
  }

  private mutating func addSubkey(_ index: Int) throws -> Forge.Key {
    var key = try Forge.Key(&random)
    key.created = UInt32.random(in: primary.created...(Self.now - 3600), using: &random)
    log.append("subkey \(index) \(key.name) made \(key.created)")
    packets += packet(14, key.body)
    let content = primary.hashed + key.hashed
    for _ in 0..<number(1...3) { try add(0x18, "binding", over: content, binding: key) }
    if oneIn(10) { try add(0x28, "revocation of the subkey", over: content) }
    return key
  }

  /// Adds a signature of `type` by the owner, with whatever chance puts in it.
  private mutating func add(
    _ type: UInt8, _ name: String, over content: [UInt8], binding subkey: Forge.Key? = nil
  ) throws {
    let made = (subkey ?? primary).created
    var time = UInt32.random(in: made...(Self.now - 60), using: &random)
    if oneIn(25) {
      features.insert(.future)
      time = Self.now + UInt32.random(in: 60...86_400, using: &random)
    }
    if oneIn(10) { time = (made + Self.now) / 2 }
    if type == 0x1F { features.insert(.direct) }
    if !times.insert(time).inserted { features.insert(.sameSecond) }
    var parts = Forge.Parts(by: primary, type: type, at: time)
    parts.isWide = oneIn(6)
    if oneIn(5) { parts.hash = oneIn(4) ? .sha512 : .sha1 }
    if parts.hash == .sha1 { features.insert(.weak) }
    var said = "  \(name) at \(time) with \(parts.hash)"
    if [0x13, 0x18, 0x1F].contains(type) {
      let lifetimes = lifetimes(after: made)
      if lifetimes.count > 1 { features.insert(.twoEnds) }
      for end in lifetimes {
        if UInt64(made) + UInt64(end) > UInt64(UInt32.max) { features.insert(.beyond32Bits) }
        said += ", key ends after \(end)"
        parts.hashed.append(Forge.lifetime(oneIn(8) ? 0x80 | 9 : 9, end))
      }
      if oneIn(15) {
        let end = UInt32.random(in: 1...(Self.now - made), using: &random)
        said += ", ends after \(end)"
        features.insert(.overItself)
        parts.hashed.append(Forge.lifetime(3, end))
      }
      if !oneIn(6) {
        let flags: UInt8 = oneIn(10) ? 0x01 : type == 0x18 ? 0x02 : 0x03
        said += ", flags \(flags)"
        if flags == 0x01 { features.insert(.unmarked) }
        parts.hashed.append(Forge.flags(flags))
      } else {
        features.insert(.withoutFlags)
      }
      if type == 0x13, oneIn(4) { parts.hashed.append([25, 1]) }
      if oneIn(80) {
        said += ", critical 99"
        features.insert(.critical)
        parts.hashed.append([0x80 | 99, 1])
      }
    }
    if [0x20, 0x28].contains(type), oneIn(2) {
      let reason = UInt8(number(0...3))
      said += ", reason \(reason)"
      parts.hashed.append([29, reason])
    }
    if let subkey {
      var consent = Forge.Parts(by: subkey, type: 0x19, at: time)
      if oneIn(15) {
        consent.hash = .sha1
        features.insert(.weak)
      }
      said += ", consent with \(consent.hash)"
      parts.unhashed.append(
        Forge.embedded(try Forge.signature(consent, by: subkey, over: content)))
    }
    let isForged = oneIn(30)
    if isForged {
      said += ", forged"
      features.insert(.forged)
    }
    log.append(said)
    packets += packet(
      2, try Forge.signature(parts, by: isForged ? try Forge.Key(&random) : primary, over: content))
  }

  /// Lifetimes of a key made at `made`: none, of the past, of the future, beyond 32 bits, zero, or two at once.
  private mutating func lifetimes(after made: UInt32) -> [UInt32] {
    let age = Self.now - made
    switch number(0...15) {
    case 0...6: return []
    case 7...9: return [UInt32.random(in: 1...age, using: &random)]
    case 10...13: return [age + UInt32.random(in: 3600...60_000_000, using: &random)]
    case 14: return [oneIn(2) ? 0 : .max - UInt32.random(in: 0...1_900_000_000, using: &random)]
    default: return [age / 2, oneIn(2) ? 0 : age + 86_400]
    }
  }

  /// A packet whose header has one of the old and new forms.
  private mutating func packet(_ tag: UInt8, _ body: [UInt8]) -> [UInt8] {
    let size = UInt32(body.count)
    switch number(0...3) {
    case 0: return joined([0x80 | tag << 2 | 2], bigEndian(size), body)
    case 1: return joined([0x80 | tag << 2 | 1], length(body), body)
    case 2 where size < 192: return joined([0xC0 | tag, UInt8(size)], body)
    default: return Forge.packet(tag, body)
    }
  }

  private mutating func oneIn(_ chance: Int) -> Bool { number(1...chance) == 1 }

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }
}
