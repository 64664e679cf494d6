import Model

extension ForgeCommitter: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(name: try read(&reader), email: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    name.write(to: &writer)
    email.write(to: &writer)
  }
}

extension Forge: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(id: try read(&reader), committer: try read(&reader), keys: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    id.write(to: &writer)
    committer.write(to: &writer)
    keys.write(to: &writer)
  }
}
