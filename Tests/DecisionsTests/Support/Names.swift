import Model

/// Reads an id, an instant or a name that a test writes down; a test that errs here ends.
func id<Kind>(_ text: String) -> Identifier<Kind> {
  guard let id = Identifier<Kind>(text) else { fatalError("not an id: \(text)") }
  return id
}

func instant(_ text: String) -> Instant {
  guard let instant = Instant(rfc3339: text.utf8) else { fatalError("not an instant: \(text)") }
  return instant
}

func entitlement(_ text: String) -> EntitlementName {
  let parts = text.split(separator: "/")
  return EntitlementName(system: id(String(parts[0])), entitlement: String(parts[1]))
}

/// An object id that no other number gets.
func object(_ number: Int) -> ObjectID {
  var bytes = [UInt8](repeating: 0xAB, count: 20)
  for place in 0..<8 { bytes[19 - place] = UInt8(truncatingIfNeeded: number >> (8 * place)) }
  for place in 0..<6 { bytes[place] = UInt8(truncatingIfNeeded: number >> (8 * place)) }
  guard let object = ObjectID(bytes: bytes) else { fatalError("not 20 bytes") }
  return object
}

func hours(_ count: Int64) -> Duration { .seconds(count * 3600) }
func days(_ count: Int64) -> Duration { .seconds(count * 86_400) }

/// Every place that a test's documents point to, unless the test says otherwise.
let somewhere = Mark(line: 1, column: 1)

extension Marked {
  init(_ value: Value) { self.init(value, somewhere) }
}

/// The moment at which the tests take place, unless they say otherwise.
let noon = instant("2026-11-20T12:00:00Z")
