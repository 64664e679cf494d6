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
      var targets: [String: String] = [:]
      for _ in 0..<(try reader.count()) {
        let name = try String(from: &reader)
        targets[name] = try String(from: &reader)
      }
      self = .exec(ExecConnector(command: command, targets: targets))
    case 3:
      let (repository, branch) = (try String(from: &reader), try String(from: &reader))
      let (folder, user) = (try String(from: &reader), try String(from: &reader))
      var roles: [String: RoleReference] = [:]
      for _ in 0..<(try reader.count()) {
        let name = try String(from: &reader)
        roles[name] = try RoleReference(from: &reader)
      }
      self = .kubernetes(
        KubernetesConnector(
          repository: repository, branch: branch, folder: folder, user: user, roles: roles))
    default: throw CacheDamage()
    }
  }

  func write(to writer: inout ByteWriter) {
    switch self {
    case .ledger: writer.number(0)
    case .exec(let connector):
      writer.number(2)
      connector.command.write(to: &writer)
      writer.number(UInt64(connector.targets.count))
      for (name, target) in connector.targets.sorted(by: { $0.key < $1.key }) {
        name.write(to: &writer)
        target.write(to: &writer)
      }
    case .kubernetes(let connector):
      writer.number(3)
      for text in [connector.repository, connector.branch, connector.folder, connector.user] {
        text.write(to: &writer)
      }
      writer.number(UInt64(connector.roles.count))
      for (name, role) in connector.roles.sorted(by: { $0.key < $1.key }) {
        name.write(to: &writer)
        role.write(to: &writer)
      }
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
