/// Reads `bytes` as a mapping with the keys of `Keys` and makes a value of it.
///
/// The one way from bytes to a value: `make` notes in the findings what is wrong.
func readFields<Keys: RawRepresentable & CaseIterable & Hashable, Value>(
  _ bytes: [UInt8], of whole: String, keys: Keys.Type, _ findings: inout Findings,
  _ make: (Fields<Keys>, inout Findings) -> Value?
) -> Value? where Keys.RawValue == String {
  guard let root = readYAML(bytes, &findings),
    let fields = Fields<Keys>(root, of: whole, &findings)
  else { return nil }
  return make(fields, &findings)
}
