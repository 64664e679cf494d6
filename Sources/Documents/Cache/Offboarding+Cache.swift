import Model

extension OffboardingSettings: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(owner: try read(&reader), places: try read(&reader), within: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    owner.write(to: &writer)
    places.write(to: &writer)
    within.write(to: &writer)
  }
}

extension SystemSecret: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(name: try read(&reader), rotatedBy: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    name.write(to: &writer)
    rotatedBy.write(to: &writer)
  }
}
