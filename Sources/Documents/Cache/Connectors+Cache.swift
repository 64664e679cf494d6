import Model

extension SSHExtension: CacheCodable {}

extension SSHLogin: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      principals: try read(&reader), sourceAddresses: try read(&reader),
      forceCommand: try read(&reader), extensions: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    principals.write(to: &writer)
    sourceAddresses.write(to: &writer)
    forceCommand.write(to: &writer)
    extensions.write(to: &writer)
  }
}

extension Connector: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    switch try reader.number() {
    case 0: self = .ledger
    case 1:
      let key = Array(try reader.block())
      var logins: [String: SSHLogin] = [:]
      for _ in 0..<(try reader.count()) {
        let name = try String(from: &reader)
        logins[name] = try SSHLogin(from: &reader)
      }
      self = .sshCertificate(SSHAuthority(key: key, logins: logins))
    default: throw CacheDamage()
    }
  }

  func write(to writer: inout ByteWriter) {
    switch self {
    case .ledger: writer.number(0)
    case .sshCertificate(let authority):
      writer.number(1)
      writer.block(authority.key)
      writer.number(UInt64(authority.logins.count))
      for (name, login) in authority.logins.sorted(by: { $0.key < $1.key }) {
        name.write(to: &writer)
        login.write(to: &writer)
      }
    }
  }
}
