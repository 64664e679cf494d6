import Model

extension Attestation: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      file: try read(&reader), at: try read(&reader), atMark: try read(&reader),
      confirmed: try read(&reader), suspended: try read(&reader), offboarded: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    file.write(to: &writer)
    at.write(to: &writer)
    atMark.write(to: &writer)
    confirmed.write(to: &writer)
    suspended.write(to: &writer)
    offboarded.write(to: &writer)
  }
}
