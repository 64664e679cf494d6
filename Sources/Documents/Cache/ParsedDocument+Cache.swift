import Model

extension Reference: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    guard let number = UInt8(exactly: try reader.number()), let kind = Kind(rawValue: number)
    else { throw CacheDamage() }
    self.init(kind: kind, name: try read(&reader), mark: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    writer.number(UInt64(kind.rawValue))
    name.write(to: &writer)
    mark.write(to: &writer)
  }
}

extension ParsedDocument.Content: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    switch try reader.number() {
    case 0: self = .settings(try read(&reader))
    case 1: self = .person(try read(&reader))
    case 2: self = .workload(try read(&reader))
    case 3: self = .group(try read(&reader))
    case 4: self = .system(try read(&reader))
    case 5: self = .rule(try read(&reader))
    case 6: self = .test(try read(&reader))
    case 7: self = .certificate(Array(try reader.block()))
    case 8: self = .forge(try read(&reader))
    case 9: self = .notifications(try read(&reader))
    case 10: self = .attestation(try read(&reader))
    default: throw CacheDamage()
    }
  }

  func write(to writer: inout ByteWriter) {
    switch self {
    case .settings(let value): write(0, value, to: &writer)
    case .person(let value): write(1, value, to: &writer)
    case .workload(let value): write(2, value, to: &writer)
    case .group(let value): write(3, value, to: &writer)
    case .system(let value): write(4, value, to: &writer)
    case .rule(let value): write(5, value, to: &writer)
    case .test(let value): write(6, value, to: &writer)
    case .certificate(let bytes):
      writer.number(7)
      writer.block(bytes)
    case .forge(let value): write(8, value, to: &writer)
    case .notifications(let value): write(9, value, to: &writer)
    case .attestation(let value): write(10, value, to: &writer)
    }
  }

  private func write(
    _ kind: UInt64, _ value: some CacheCodable, to writer: inout ByteWriter
  ) {
    writer.number(kind)
    value.write(to: &writer)
  }
}
