/// openssl as an oracle: makes keys, requests and authorities, and says what it thinks of certificates.
package struct OpenSSL: Sendable {
  /// A certificate authority in files.
  package struct Authority: Sendable {
    /// The path of its private key.
    package let key: String
    /// The path of its certificate.
    package let certificate: String
    /// Its certificate in PEM, with its newline.
    package let pem: String

    /// The certificate as a policy's block scalar, indented by `blanks`.
    package func indented(by blanks: Int) -> String {
      pem.split(separator: "\n").map { String(repeating: " ", count: blanks) + $0 }
        .joined(separator: "\n")
    }
  }

  /// A private key with a request for it, in files.
  package struct Request: Sendable {
    package let key: String
    /// The path of the request.
    package let path: String
    package let pem: String

    /// The lines that a request file has of it.
    package var lines: [String] {
      ["certificate_request: |"] + pem.split(separator: "\n").map { "  \($0)" }
    }
  }

  /// Where everything is kept.
  package let directory: ScratchDirectory

  /// Makes an oracle with a directory of its own, and a configuration that asks for nothing.
  package init() throws {
    directory = try ScratchDirectory()
    try directory.write(
      """
      [req]
      distinguished_name = subject
      x509_extensions = authority
      [subject]
      [authority]
      basicConstraints = critical, CA:TRUE
      keyUsage = critical, keyCertSign, cRLSign
      subjectKeyIdentifier = hash
      [subordinate]
      basicConstraints = critical, CA:FALSE
      subjectKeyIdentifier = hash
      [server]
      basicConstraints = critical, CA:FALSE
      subjectAltName = DNS:localhost, IP:127.0.0.1

      """, to: "openssl.cnf")
  }

  /// The arguments of `openssl genpkey` for the kinds of keys that are taken.
  package static let kinds: [String: [String]] = [
    "p256": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "p384": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
    "p521": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"],
    "ed25519": ["-algorithm", "ED25519"],
    "rsa2048": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
    "rsa3072": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"],
  ]

  /// Makes a private key with the arguments of `openssl genpkey` and answers with its path.
  package func makeKey(_ name: String, _ arguments: [String]) async throws -> String {
    let path = directory.file("\(name).key")
    try await run(["genpkey"] + arguments + ["-out", path])
    return path
  }

  /// Makes an authority that is good for ten years from now on.
  package func makeAuthority(
    _ name: String, kind: String = "p256", extensions: String = "authority"
  ) async throws -> Authority {
    let key = try await makeKey(name, Self.kinds[kind] ?? [])
    let path = directory.file("\(name).crt")
    try await run([
      "req", "-x509", "-new", "-config", directory.file("openssl.cnf"), "-key", key, "-subj",
      "/O=Tests/CN=\(name)", "-days", "3650", "-extensions", extensions, "-out", path,
    ])
    return Authority(key: key, certificate: path, pem: try text("\(name).crt"))
  }

  /// Makes a key and a request for it, which asks for more than anybody gets.
  package func makeRequest(
    _ name: String, kind: String = "p256", key arguments: [String]? = nil, signing: [String] = []
  ) async throws -> Request {
    let key = try await makeKey(name, arguments ?? Self.kinds[kind] ?? [])
    let path = directory.file("\(name).csr")
    try await run(
      [
        "req", "-new", "-config", directory.file("openssl.cnf"), "-key", key, "-subj",
        "/CN=postgres/O=Anybody", "-addext", "basicConstraints=critical,CA:TRUE", "-addext",
        "subjectAltName=DNS:root.example.org", "-out", path,
      ] + signing)
    return Request(key: key, path: path, pem: try text("\(name).csr"))
  }

  /// What openssl prints, with the newlines at its end taken off.
  @discardableResult
  package func run(_ arguments: [String], input: [UInt8] = []) async throws -> String {
    try await mustRun(
      "openssl", arguments, environment: ["OPENSSL_CONF": "/dev/null"], input: input
    )
    .text
  }

  /// What stands in the block of text armour in `pem`.
  package func der(_ pem: String, _ command: String) async throws -> [UInt8] {
    try await mustRun(
      "openssl", [command, "-outform", "DER"], environment: ["OPENSSL_CONF": "/dev/null"],
      input: Array(pem.utf8)
    ).output
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try directory.read(name), as: UTF8.self)
  }
}
