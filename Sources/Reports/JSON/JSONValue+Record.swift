extension JSONValue {
  /// A record of the ledger as it describes itself, which is how the ledger holds it.
  ///
  /// So a field is named once, where the record is declared, and whatever a ledger keeps of a grant is shown.
  init(record: some Encodable) {
    let place = RecordPlace()
    do {
      try record.encode(to: RecordEncoder(place: place))
    } catch {
      // Nothing here throws, and records only hand on what is given to them.
      preconditionFailure("\(record) cannot be written as JSON: \(error)")
    }
    self = place.value
  }

  /// The members of a record that is an object, for documents that say more than it does.
  static func members(ofRecord record: some Encodable) -> [String: JSONValue] {
    if case .object(let members) = JSONValue(record: record) { members } else { [:] }
  }
}

/// Where a value goes while its record is gone through.
///
/// A class because containers are values that are handed out and filled later.
private final class RecordPlace {
  private var leaf: JSONValue?
  private var members: [String: RecordPlace]?
  private var elements: [RecordPlace]?

  var count: Int { elements?.count ?? 0 }

  var value: JSONValue {
    if let members { return .object(members.mapValues(\.value)) }
    if let elements { return .array(elements.map(\.value)) }
    return leaf ?? .null
  }

  func set(_ value: JSONValue) { leaf = value }
  func beginObject() { members = members ?? [:] }
  func beginArray() { elements = elements ?? [] }

  /// A new member of the object.
  func member(_ name: String) -> RecordPlace {
    let place = RecordPlace()
    members?[name] = place
    return place
  }

  /// A new last element of the array.
  func element() -> RecordPlace {
    let place = RecordPlace()
    elements?.append(place)
    return place
  }
}

/// What a record is told to encode itself to; also the container of a single value.
private struct RecordEncoder: Encoder, SingleValueEncodingContainer {
  let place: RecordPlace
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(RecordMembers<Key>(place))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { RecordElements(place) }
  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func encodeNil() { place.set(.null) }
  func encode(_ value: Bool) { place.set(.bool(value)) }
  func encode(_ value: String) { place.set(.string(value)) }
  /// Records hold whole numbers alone.
  func encode(_ value: some BinaryFloatingPoint & Encodable) { place.set(.string("\(value)")) }
  func encode(_ value: some BinaryInteger & Encodable) { place.set(.integer(Int(value))) }
  func encode(_ value: some Encodable) throws { try value.encode(to: RecordEncoder(place: place)) }
}

/// The members of an object.
private struct RecordMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let place: RecordPlace
  var codingPath: [any CodingKey] { [] }

  init(_ place: RecordPlace) {
    self.place = place
    place.beginObject()
  }

  private func encoder(_ key: some CodingKey) -> RecordEncoder {
    RecordEncoder(place: place.member(key.stringValue))
  }

  func encodeNil(forKey key: Key) { encoder(key).encodeNil() }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    try value.encode(to: encoder(key))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> { encoder(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { RecordEncoder(place: place.member("super")) }
  func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }
}

/// The elements of an array.
private struct RecordElements: UnkeyedEncodingContainer {
  let place: RecordPlace
  var codingPath: [any CodingKey] { [] }
  var count: Int { place.count }

  init(_ place: RecordPlace) {
    self.place = place
    place.beginArray()
  }

  private func encoder() -> RecordEncoder { RecordEncoder(place: place.element()) }

  func encodeNil() { encoder().encodeNil() }
  func encode(_ value: some Encodable) throws { try value.encode(to: encoder()) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> { encoder().container(keyedBy: type) }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder().unkeyedContainer() }
  func superEncoder() -> any Encoder { encoder() }
}
