import Git
import Intake
import Model
import Signatures

/// A bare repository whose mainline is signed merges, each of a branch with one unsigned commit.
struct SignedHistory: Hashable {
  /// Who signs.
  enum Kind: String, CaseIterable {
    case ssh
    case ed25519 = "openpgp-ed25519"
    case rsa = "openpgp-rsa4096"
  }

  let kind: Kind
  let merges: Int

  /// The name of its folder.
  var name: String { "signed-v1-\(kind.rawValue)-\(merges)" }

  init(_ kind: Kind, merges: Int) {
    self.kind = kind
    self.merges = merges
  }

  /// Reads the name of a folder.
  init?(name: String) {
    guard let merges = name.split(separator: "-").last.flatMap({ Int($0) }),
      let kind = Kind.allCases.first(where: { name == SignedHistory($0, merges: merges).name })
    else { return nil }
    self.init(kind, merges: merges)
  }
}

/// A signed history on the disk.
struct SignedFixture {
  let history: SignedHistory
  let folder: String
  /// The oldest merge, which verdicts come to last.
  let oldest: String

  /// Opens the fixture in `folder`; nil where it has not been made.
  init?(_ history: SignedHistory, in folder: String) throws {
    self.history = history
    self.folder = "\(folder)/\(history.name)"
    guard Files.exists("\(self.folder)/oldest") else { return nil }
    oldest = try Files.text("\(self.folder)/oldest")
  }

  var repository: String { "\(folder)/repository.git" }
  /// For SSH the signers, for OpenPGP the certificates.
  var list: String { "\(folder)/signers" }
  /// gpg's home, which knows the certificates.
  var gnupg: String { "\(folder)/gnupg" }
}

/// Makes a signed history.
struct SignedHistoryMaker {
  private let history: SignedHistory
  private let folder: String
  private let sign: ([UInt8]) throws -> [UInt8]

  /// Makes `history` in `folder`, where it appears when all of it is made.
  static func make(_ history: SignedHistory, in folder: String) throws {
    let unfinished = "\(folder)/unfinished-\(history.name)"
    Files.remove(unfinished)
    try Files.makeFolder(unfinished)
    let maker = try SignedHistoryMaker(history, unfinished)
    try maker.fill()
    try maker.finish()
    try Files.move(unfinished, to: "\(folder)/\(history.name)")
  }

  private init(_ history: SignedHistory, _ folder: String) throws {
    self.history = history
    self.folder = folder
    switch history.kind {
    case .ssh:
      let key = try KeyFiles(making: folder).reviewer
      try Files.write(
        "\(PolicyFiles.reviewerEmail) \(key.publicKey.authorizedKey)\n".utf8,
        to: "\(folder)/signers")
      sign = { payload throws in try key.sign(payload) }
    case .ed25519, .rsa:
      sign = try GnuPGSigner(history.kind == .rsa ? "rsa4096" : "ed25519", in: folder).sign
    }
  }

  private func fill() throws {
    let path = "\(folder)/repository.git"
    _ = try Program(["git", "init", "-q", "--bare", "-b", "main", path]).run()
    let repository = try Repository(discovering: path)
    try repository.beginBatch()
    let blob = try repository.write(Array("content\n".utf8), as: .blob)
    let tree = try repository.updateTree(nil, [.put(blob, at: "file")])
    func write(_ message: String, _ parents: [ObjectID], isSigned: Bool) throws -> ObjectID {
      let email = isSigned ? PolicyFiles.reviewerEmail : PolicyFiles.email(0)
      let payload = CommitText(tree: tree, parents: parents, email: email, message: message).payload
      guard isSigned else { return try repository.write(payload, as: .commit) }
      return try repository.write(
        Commit.signedBytes(payload: payload, signature: try sign(payload)), as: .commit)
    }
    var tip = try write("Begin", [], isSigned: false)
    var oldest: ObjectID?
    for number in 1...history.merges {
      let branch = try write("Change \(number)", [tip], isSigned: false)
      tip = try write("Merge change \(number)", [tip, branch], isSigned: true)
      if oldest == nil { oldest = tip }
    }
    try repository.commitBatch()
    try repository.updateReference("refs/heads/main", to: tip, from: nil, log: "benchmark")
    guard let oldest else { throw BenchmarkError("a history needs a merge") }
    try Files.write(oldest.hex.utf8, to: "\(folder)/oldest")
  }

  /// Packs it as a clone has it, and ends what gpg left running.
  private func finish() throws {
    _ = try Program(["git", "-C", "\(folder)/repository.git", "repack", "-a", "-d", "-q"]).run()
    if history.kind != .ssh {
      _ = try Program(["gpgconf", "--homedir", "\(folder)/gnupg", "--kill", "all"]).run()
    }
  }
}

/// A key of gpg's, in a home of its own.
private struct GnuPGSigner {
  private let folder: String
  private var home: String { "\(folder)/gnupg" }

  init(_ algorithm: String, in folder: String) throws {
    self.folder = folder
    try Files.makeFolder(home)
    _ = try Program(["chmod", "700", home]).run()
    _ = try gpg([
      "--quick-generate-key", "Reviewer <\(PolicyFiles.reviewerEmail)>", algorithm, "sign", "never",
    ])
    let certificate = try gpg(["--armor", "--export"])
    try Files.write(certificate.output.utf8, to: "\(folder)/signers")
  }

  func sign(_ payload: [UInt8]) throws -> [UInt8] {
    let file = "\(folder)/payload"
    try Files.write(payload, to: file)
    let signed = try gpg(["--armor", "--output", "-", "--detach-sign", file])
    return Array(signed.output.utf8)
  }

  private func gpg(_ arguments: [String]) throws -> Ended {
    try Program(
      [
        "gpg", "--homedir", home, "--batch", "--no-tty", "--quiet", "--pinentry-mode", "loopback",
        "--passphrase", "",
      ] + arguments
    ).run()
  }
}
