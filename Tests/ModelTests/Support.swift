import Model

func id<Kind>(_ text: String) -> Identifier<Kind> {
  guard let id = Identifier<Kind>(text) else { fatalError("not an id: \(text)") }
  return id
}

func instant(_ text: String) -> Instant {
  guard let instant = Instant(rfc3339: text.utf8) else { fatalError("not an instant: \(text)") }
  return instant
}

let somewhere = Mark(line: 1, column: 1)

/// A generator whose numbers follow from its seed, so that a failure can be seen again.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
