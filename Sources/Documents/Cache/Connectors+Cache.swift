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

extension RoleReference.Kind: CacheCodable {}

extension RoleReference: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      namespace: try read(&reader), kind: try read(&reader), name: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    namespace.write(to: &writer)
    kind.write(to: &writer)
    name.write(to: &writer)
  }
}

extension KubernetesConnector: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    let (repository, branch) = (try String(from: &reader), try String(from: &reader))
    let (folder, user) = (try String(from: &reader), try SubjectPattern(from: &reader))
    var bindings: [String: RoleReference] = [:]
    for _ in 0..<(try reader.count()) {
      let name = try String(from: &reader)
      bindings[name] = try RoleReference(from: &reader)
    }
    self.init(
      repository: repository, branch: branch, folder: folder, user: user, bindings: bindings,
      status: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    for text in [repository, branch, folder] { text.write(to: &writer) }
    user.write(to: &writer)
    writer.number(UInt64(bindings.count))
    for (name, role) in bindings.sorted(by: { $0.key < $1.key }) {
      name.write(to: &writer)
      role.write(to: &writer)
    }
    status.write(to: &writer)
  }
}

extension SubjectPattern: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    guard let pattern = SubjectPattern(try String(from: &reader)) else { throw CacheDamage() }
    self = pattern
  }

  func write(to writer: inout ByteWriter) { text.write(to: &writer) }
}

extension PostgresConnector: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      service: try read(&reader), roles: try reader.words(), login: try read(&reader),
      makesLogins: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    service.write(to: &writer)
    writer.words(roles)
    login.write(to: &writer)
    makesLogins.write(to: &writer)
  }
}

extension LDAPConnector.Attribute: CacheCodable {}

extension LDAPConnector: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    guard let address = LDAPAddress(try String(from: &reader)) else { throw CacheDamage() }
    self.init(
      address: address, user: try read(&reader), groups: try reader.words(),
      attribute: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    address.text.write(to: &writer)
    user.write(to: &writer)
    writer.words(groups)
    attribute.write(to: &writer)
  }
}

extension SCIMConnector: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    guard let address = SCIMAddress(try String(from: &reader)) else { throw CacheDamage() }
    self.init(address: address, user: try read(&reader), groups: try reader.words())
  }

  func write(to writer: inout ByteWriter) {
    address.text.write(to: &writer)
    user.write(to: &writer)
    writer.words(groups)
  }
}

extension X509KeyUsage: CacheCodable {}

extension X509Profile: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      commonName: try read(&reader), dnsNames: try read(&reader), emails: try read(&reader),
      uris: try read(&reader), extendedKeyUsage: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    commonName.write(to: &writer)
    dnsNames.write(to: &writer)
    emails.write(to: &writer)
    uris.write(to: &writer)
    extendedKeyUsage.write(to: &writer)
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
    case 2:
      let command = try [String](from: &reader)
      self = .exec(ExecConnector(command: command, targets: try reader.words()))
    case 3: self = .postgresql(try read(&reader))
    case 4: self = .ldap(try read(&reader))
    case 5: self = .kubernetes(try read(&reader))
    case 6:
      let certificate = Array(try reader.block())
      var profiles: [String: X509Profile] = [:]
      for _ in 0..<(try reader.count()) {
        let name = try String(from: &reader)
        profiles[name] = try X509Profile(from: &reader)
      }
      self = .x509Certificate(X509Authority(certificate: certificate, profiles: profiles))
    case 7:
      self = .manual(
        ManualConnector(
          runbook: Runbook(give: try read(&reader), take: try read(&reader)),
          assignees: try read(&reader), remindEvery: try read(&reader)))
    case 8: self = .scim(try read(&reader))
    default: throw CacheDamage()
    }
  }

  func write(to writer: inout ByteWriter) {
    switch self {
    case .ledger: writer.number(0)
    case .scim(let connector):
      writer.number(8)
      connector.write(to: &writer)
    case .exec(let connector):
      writer.number(2)
      connector.command.write(to: &writer)
      writer.words(connector.targets)
    case .postgresql(let connector):
      writer.number(3)
      connector.write(to: &writer)
    case .ldap(let connector):
      writer.number(4)
      connector.write(to: &writer)
    case .kubernetes(let connector):
      writer.number(5)
      connector.write(to: &writer)
    case .x509Certificate(let authority):
      writer.number(6)
      writer.block(authority.certificate)
      writer.number(UInt64(authority.profiles.count))
      for (name, profile) in authority.profiles.sorted(by: { $0.key < $1.key }) {
        name.write(to: &writer)
        profile.write(to: &writer)
      }
    case .manual(let connector):
      writer.number(7)
      connector.runbook.give.write(to: &writer)
      connector.runbook.take.write(to: &writer)
      connector.assignees.write(to: &writer)
      connector.remindEvery.write(to: &writer)
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

extension ByteReader {
  /// What `ByteWriter.words(_:)` wrote.
  fileprivate mutating func words() throws(CacheDamage) -> [String: String] {
    var words: [String: String] = [:]
    for _ in 0..<(try count()) {
      let name = try String(from: &self)
      words[name] = try String(from: &self)
    }
    return words
  }
}

extension ByteWriter {
  /// A word for each name.
  fileprivate mutating func words(_ words: [String: String]) {
    number(UInt64(words.count))
    for (name, word) in words.sorted(by: { $0.key < $1.key }) {
      name.write(to: &self)
      word.write(to: &self)
    }
  }
}
