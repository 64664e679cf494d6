import FoundationEssentials
import Subprocess

/// An OpenLDAP server of one suite's own, on the loopback interface and on a socket.
package struct DirectoryServer: Sendable {
  /// Of the plain address.
  package let port: Int
  package let securePort: Int
  package let scratch: ScratchDirectory

  package static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/sbin/slapd")

  /// The suite's server, within `run`.
  @TaskLocal package static var current: DirectoryServer?

  package var address: String { "ldap://127.0.0.1:\(port)" }
  /// The same encrypted, by a certificate of `authority` for that number alone: what `localhost` is called, libldap asks the machine.
  package var secureAddress: String { "ldaps://127.0.0.1:\(securePort)" }
  /// The socket, at whose other end whoever runs the tests is the directory's administrator.
  package var socket: String {
    "ldapi://" + scratch.file("ldapi").replacing("/", with: "%2F")
  }
  /// The file with the authority's certificate.
  package var authority: String { scratch.file("ca.pem") }

  /// Where references follow their entries (the overlay `refint`).
  package static let base = "dc=example,dc=net"
  /// Where they do not.
  package static let otherBase = "dc=other,dc=net"
  package static let administrator = "cn=admin,dc=example,dc=net"
  /// The runner's entry, and its password.
  package static let runner = ("cn=countersign,dc=example,dc=net", "s3cret of the runner")

  /// Runs a server while `body` runs.
  package static func run(_ body: @Sendable (DirectoryServer) async throws -> Void) async throws {
    let scratch = try ScratchDirectory()
    let ports = try await mustRun(
      "/usr/bin/python3",
      [
        "-c",
        "import socket; s = [socket.socket() for _ in '12']; [x.bind(('127.0.0.1', 0)) for x in s]; print(*[x.getsockname()[1] for x in s])",
      ]
    ).text.split(separator: " ").compactMap { Int($0) }
    guard ports.count == 2 else { throw ScratchError(what: "no free port") }
    let server = DirectoryServer(port: ports[0], securePort: ports[1], scratch: scratch)
    try await server.layOut()
    let addresses = [
      "ldap://127.0.0.1:\(server.port)", "ldaps://127.0.0.1:\(server.securePort)", server.socket,
    ]
    try await GitServer.withProgram(
      scratch.file("slapd"),
      ["-d", "0", "-f", scratch.file("slapd.conf"), "-h", addresses.joined(separator: " ")],
      home: scratch.path, ending: .terminate
    ) {
      for _ in 0..<1200 {
        if try await server.search(base, "dc").isEmpty == false { return try await body(server) }
        try await Task.sleep(for: .milliseconds(50))
      }
      throw ScratchError(what: "the directory did not start")
    }
  }

  private func layOut() async throws {
    try await mustRun("mkdir", [scratch.file("db"), scratch.file("other")])
    // A copy: where the system has a profile for the program's own path, it may use no folder but the system's.
    try await mustRun("cp", ["/usr/sbin/slapd", scratch.file("slapd")])
    for (name, subject, more) in [
      ("ca", "/CN=Test authority", ["-x509", "-days", "2"]),
      ("server", "/CN=Test directory", []),
    ] {
      try await mustRun(
        "openssl",
        ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", subject]
          + ["-keyout", scratch.file("\(name).key"), "-out", scratch.file("\(name).pem")] + more)
    }
    try scratch.write("subjectAltName=IP:127.0.0.1\n", to: "names")
    try await mustRun(
      "openssl",
      [
        "x509", "-req", "-days", "2", "-in", scratch.file("server.pem"), "-CA", authority, "-CAkey",
        scratch.file("ca.key"), "-CAcreateserial", "-extfile", scratch.file("names"), "-out",
        scratch.file("server.pem"),
      ])
    let settings = try scratch.write(
      """
      include /etc/ldap/schema/core.schema
      include /etc/ldap/schema/cosine.schema
      include /etc/ldap/schema/nis.schema
      modulepath /usr/lib/ldap
      moduleload back_mdb
      moduleload refint
      pidfile \(scratch.file("pid"))
      TLSCACertificateFile \(authority)
      TLSCertificateFile \(scratch.file("server.pem"))
      TLSCertificateKeyFile \(scratch.file("server.key"))
      authz-regexp gidNumber=[0-9]*[+]uidNumber=[0-9]*,cn=peercred,cn=external,cn=auth \(Self.administrator)
      database mdb
      suffix \(Self.base)
      rootdn \(Self.administrator)
      directory \(scratch.file("db"))
      overlay refint
      refint_attributes member uniqueMember
      refint_nothing cn=nobody,\(Self.base)
      access to dn.subtree="ou=groups,\(Self.base)"
        by dn.exact="\(Self.runner.0)" write
        by * read
      access to attrs=userPassword by anonymous auth
      access to * by * read
      database mdb
      suffix \(Self.otherBase)
      rootdn \(Self.administrator)
      directory \(scratch.file("other"))
      access to * by * read

      """, to: "slapd.conf", mode: 0o600)
    let entries = try scratch.write(
      """
      dn: \(Self.base)
      objectClass: dcObject
      objectClass: organization
      dc: example
      o: Example

      dn: ou=groups,\(Self.base)
      objectClass: organizationalUnit
      ou: groups

      dn: \(Self.runner.0)
      objectClass: organizationalRole
      objectClass: simpleSecurityObject
      cn: countersign
      userPassword: \(Self.runner.1)

      """, to: "begin.ldif")
    let others = try scratch.write(
      "dn: \(Self.otherBase)\nobjectClass: dcObject\nobjectClass: organization\ndc: other\no: Other\n",
      to: "other.ldif")
    for (suffix, file) in [(Self.base, entries), (Self.otherBase, others)] {
      try await mustRun(
        scratch.file("slapd"), ["-T", "add", "-f", settings, "-b", suffix, "-l", file])
    }
  }

  /// Adds or changes entries as the administrator.
  package func apply(_ ldif: String, adding: Bool = false) async throws {
    try await mustRun(
      "ldapmodify", ["-H", socket, "-Q", "-Y", "EXTERNAL"] + (adding ? ["-a"] : []),
      input: Array(ldif.utf8))
  }

  /// The values of `attribute` in the entry `name`, sorted.
  package func search(_ name: String, _ attribute: String) async throws -> [String] {
    let found = try await runProgram(
      "ldapsearch",
      [
        "-H", socket, "-Q", "-Y", "EXTERNAL", "-LLL", "-o", "ldif-wrap=no", "-s", "base", "-b",
        name, "(objectClass=*)", attribute,
      ])
    return found.text.split(separator: "\n").compactMap { line in
      line.hasPrefix("\(attribute): ") ? String(line.dropFirst(attribute.count + 2)) : nil
    }.sorted()
  }
}
