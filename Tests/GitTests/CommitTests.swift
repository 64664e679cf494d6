import Git
import Model
import TestSupport
import Testing

@Suite struct CommitTests {
  static let tree = ObjectID.emptyTree.hex
  static let parent = String(repeating: "1a", count: 20)
  static let ident = "A U Thor <a@example.com> 1767225600 +0130"
  static let whole = """
    tree \(tree)
    parent \(parent)
    author \(ident)
    committer \(ident)

    Message

    """

  func parse(_ text: String) throws -> Commit { try parse(Array(text.utf8)) }

  func parse(_ bytes: [UInt8]) throws -> Commit {
    let raw = try #require(RawCommit(id: .emptyTree, bytes: bytes))
    return try Commit(parsing: raw)
  }

  @Test func everyPartIsThatOfGit() async throws {
    let sandbox = try await GitSandbox()
    let key = try await sandbox.makeKey("k")
    let ann = GitPerson(name: "Ann \u{c5}ngstr\u{f6}m", email: "ann@example.com")
    let first = try await sandbox.commit(files: ["a": "1"], by: ann, date: 0)
    let second = try await sandbox.commit(
      files: ["a": "2"], parents: [first], "Two\n\nBody\n", key: key)
    let side = try await sandbox.commit(files: ["b": "1"], parents: [first], "")
    let merge = try await sandbox.merge(side, into: second, by: ann, key: key)
    let repository = try Repository(discovering: sandbox.path)
    for id in [first, second, side, merge] {
      let commit = try Commit(parsing: repository.rawCommit(oid(id)))
      let fields = [
        commit.id.hex, commit.tree.hex, commit.parents.map(\.hex).joined(separator: " "),
        String(decoding: commit.author.name, as: UTF8.self),
        String(decoding: commit.author.email, as: UTF8.self), String(commit.author.seconds),
        String(decoding: commit.committer.name, as: UTF8.self),
        String(decoding: commit.committer.email, as: UTF8.self), String(commit.committer.seconds),
        String(decoding: commit.message, as: UTF8.self),
      ]
      let printed = try await sandbox.git(
        "log", "-1", "--format=%H%n%T%n%P%n%an%n%ae%n%at%n%cn%n%ce%n%ct%n%B", id)
      let joined = fields.joined(separator: "\n")
      #expect(String(joined.reversed().drop { $0 == "\n" }.reversed()) == printed)
      #expect((commit.signature != nil) == [second, merge].contains(id))
    }
  }

  @Test func theSignatureCoversThePayload() async throws {
    let sandbox = try await GitSandbox()
    let key = try await sandbox.makeKey("k")
    let id = try await sandbox.commit(files: ["a": "1"], key: key)
    let repository = try Repository(discovering: sandbox.path)
    let raw = try repository.rawCommit(oid(id))
    let commit = try Commit(parsing: raw)
    let signature = try #require(commit.signature)
    try sandbox.scratch.write("k \(key.publicLine)\n", to: "signers")
    try sandbox.scratch.write(signature, to: "signature")
    try await mustRun(
      "ssh-keygen",
      [
        "-Y", "verify", "-f", sandbox.scratch.file("signers"), "-I", "k", "-n", "git", "-s",
        sandbox.scratch.file("signature"),
      ],
      input: commit.payload)
    #expect(Commit.signedBytes(payload: commit.payload, signature: signature) == raw.bytes)
  }

  @Test func gitVerifiesWhatIsSignedHere() async throws {
    let sandbox = try await GitSandbox()
    let key = try await sandbox.makeKey("k")
    let repository = try Repository(discovering: sandbox.path)
    let payload = Array(Self.whole.replacing("parent \(Self.parent)\n", with: "").utf8)
    try sandbox.scratch.write(payload, to: "payload")
    try await mustRun(
      "ssh-keygen", ["-Y", "sign", "-f", key.path, "-n", "git", sandbox.scratch.file("payload")])
    let signature = try sandbox.scratch.read("payload.sig")
    let id = try repository.write(
      Commit.signedBytes(payload: payload, signature: signature), as: .commit)
    try sandbox.scratch.write("k \(key.publicLine)\n", to: "signers")
    try await sandbox.git(
      "-c", "gpg.ssh.allowedSignersFile=\(sandbox.scratch.file("signers"))", "verify-commit", id.hex
    )
    let commit = try Commit(parsing: repository.rawCommit(id))
    #expect(commit.payload == payload)
    #expect(commit.signature == signature)
  }

  @Test func headersThatGitWritesAreFine() throws {
    let tag =
      "mergetag object \(Self.parent)\n type commit\n tag v1\n tagger \(Self.ident)\n \n Tag\n"
    let signature = "gpgsig -----BEGIN X-----\n \n abc\n -----END X-----\n"
    let encoding = "encoding ISO-8859-1\n"
    for headers in [tag, encoding + tag + tag + signature, signature + encoding, tag + signature] {
      let signed = Self.whole.replacing("\n\nMessage", with: "\n\(headers)\nMessage")
      let commit = try parse(signed)
      let unsigned = signed.replacing(signature, with: "")
      #expect(commit.payload == Array(unsigned.utf8))
      #expect(commit.message == Array("Message\n".utf8))
      if headers.contains("gpgsig") {
        #expect(commit.signature == Array("-----BEGIN X-----\n\nabc\n-----END X-----\n".utf8))
      }
    }
  }

  /// Jujutsu's and GitButler's commits, and those of git's bridges to other systems.
  @Test func headersThatGitDoesNotKnowMeanNothing() throws {
    let signature = "gpgsig -----BEGIN X-----\n abc\n -----END X-----\n"
    for header in [
      "change-id zzz\n", "HG:extra a\n b\n \n c\n", "x\n",
      "gitbutler-headers-version 2\nchange-id a\n",
    ] {
      for headers in [header + signature, signature + header, "encoding x\n" + header] {
        let signed = Self.whole.replacing("\n\nMessage", with: "\n\(headers)\nMessage")
        let commit = try parse(signed)
        #expect(commit.payload == Array(signed.replacing(signature, with: "").utf8))
        #expect(commit.message == Array("Message\n".utf8))
        #expect(commit.author.email == Array("a@example.com".utf8))
      }
    }
  }

  /// A commit that nobody signed must tell its author, and need not be in order otherwise.
  @Test func whoMadeACommitIsToldByTwoHeaders() throws {
    func people(_ old: String, _ new: String) throws -> CommitPeople {
      let text = Self.whole.replacing(old, with: new, maxReplacements: 1)
      try #require(text != Self.whole || old == new)
      let raw = try #require(RawCommit(id: .emptyTree, bytes: Array(text.utf8)))
      return try CommitPeople(of: raw)
    }
    for (old, new) in [
      ("M", "M"), ("\n\nM", "\nchange-id a\nchange-id b\n\nM"),
      ("\n\nM", "\ngpgsig a\ngpgsig b\n\nM"),
      ("\n\nM", "\ngpgsig-sha256 a\n\nM"), ("1767225600 +0130\nc", "1767225600 +5180000\nc"),
      ("1767225600 +0130\nc", "\nc"), ("Message", "Mess\0age"), ("\n\nMessage\n", "\n"),
      ("\n\nMessage", "\n\ncommitter eve <eve@example.com> 1 +0000"),
      ("parent \(Self.parent)", "parent \(Self.parent)\nparent \(Self.parent)"),
    ] {
      let found = try people(old, new)
      #expect(found.author.email == Array("a@example.com".utf8), "\(new)")
      #expect(found.committer.email == Array("a@example.com".utf8), "\(new)")
    }
    for (old, new) in [
      ("committer", "committer \(Self.ident)\ncommitter"),
      ("author", "author \(Self.ident)\nauthor"),
      ("\n\nM", "\ngpgsig a\n b\nauthor eve <eve@example.com> 1 +0000\n\nM"),
      ("\n\nM", "\ncommitter eve <eve@example.com> 1 +0000\n\nM"), ("author", "x y\nauthor"),
      ("author \(Self.ident)\n", ""), ("Thor", "Th\0or"), ("Thor", "Thor\r"),
      ("<a@example.com>", "<a@example.com> <b@example.com>"), ("<a@example.com>", "a@example.com"),
      ("A U", "A > U"),
    ] {
      #expect(throws: CommitFormatError.self, "\(new)") { try people(old, new) }
    }
  }

  @Test(arguments: [
    ("committer", "committer \(ident)\ncommitter", "the header committer after"),
    ("author", "author \(ident)\nauthor", "the header author where committer"),
    ("author", "gpgsig x\nauthor", "the header gpgsig where author"),
    ("author \(ident)\n", "", "the header committer where author"),
    ("committer \(ident)\n", "", "the end of the headers where committer"),
    ("\n\nM", "\ngpgsig a\ngpgsig b\n\nM", "gpgsig twice"),
    ("\n\nM", "\nencoding a\nencoding a\n\nM", "encoding twice"),
    ("\n\nM", "\nencoding \n\nM", "empty encoding"),
    ("\n\nM", "\nencoding\n\nM", "empty encoding"),
    ("\n\nM", "\ngpgsig-sha256 a\n\nM", "the header gpgsig-sha256"),
    ("\n\nM", "\ngpgsig-next a\n\nM", "the header gpgsig-next"),
    ("\n\nM", "\ngpgsig\ta\n\nM", "the header gpgsig?a"),
    ("\n\nM", "\nGpgSig a\n\nM", "the header GpgSig"),
    ("\n\nM", "\nAuthor \(ident)\n\nM", "the header Author"),
    ("\n\nM", "\nTREE \(tree)\n\nM", "the header TREE"),
    ("\n\nM", "\nchange-id a\nchange-id b\n\nM", "the header change-id twice"),
    ("committer", "change-id a\ncommitter", "the header change-id where committer"),
    ("author", "change-id a\nauthor", "the header change-id where author"),
    ("parent", "change-id a\nparent", "the header change-id where author"),
    ("\n\nM", "\n\u{e9} a\n\nM", "the header ?? after"),
    ("\n\nM", "\nparent \(tree)\n\nM", "the header parent"),
    ("\n\nM", "\n folded\n\nM", "a continued line"),
    ("\n\nM", "\nx\u{1b}[31m y\n\nM", "the header x?[31m"),
    ("\n\nMessage\n", "\n", "ends before"),
    ("\n\nMessage\n", "", "ends before"),
    ("Message", "Mess\0age", "NUL"),
    ("Thor", "Th\0or", "NUL"),
    ("Thor", "Thor\r", "carriage return"),
    ("\n\nM", "\ngpgsig a\r\n b\n\nM", "carriage return"),
    ("parent \(parent)", "parent \(parent)\nparent \(parent)", "parent twice"),
    ("parent \(parent)", "parent \(parent.uppercased())", "upper case"),
    ("tree \(tree)", "tree \(tree.uppercased())", "upper case"),
    ("parent \(parent)", "parent \(parent) ", "the header parent where author"),
    ("parent \(parent)", "parent \(parent.dropLast())", "the header parent where author"),
    ("1767225600 +0130\nc", "01767225600 +0130\nc", "date"),
    ("1767225600 +0130\nc", "-1 +0130\nc", "date"),
    ("1767225600 +0130\nc", "+1 +0130\nc", "date"),
    ("1767225600 +0130\nc", "9223372036854775808 +0130\nc", "date"),
    ("1767225600 +0130\nc", "1.5 +0130\nc", "date"),
    ("1767225600 +0130\nc", " +0130\nc", "date"),
    ("1767225600 +0130\nc", "1767225600\nc", "date"),
    ("1767225600 +0130\nc", "1767225600 +0130 \nc", "date"),
    ("+0130\nc", "0130\nc", "time zone"),
    ("+0130\nc", "+130\nc", "time zone"),
    ("+0130\nc", "+2400\nc", "time zone"),
    ("+0130\nc", "+0160\nc", "time zone"),
    ("+0130\nc", "+01a0\nc", "time zone"),
    ("<a@example.com> 1767225600 +0130\nc", "a@example.com 1767225600 +0130\nc", "<email>"),
    ("Thor <", "Thor<", "<email>"),
    (
      "A U Thor <a@example.com> 1767225600 +0130\nc", "<a@example.com> 1767225600 +0130\nc",
      "<email>"
    ),
    ("<a@example.com>", "<a<@example.com>", "angle brackets"),
    ("A U", "A > U", "angle brackets"),
    ("<a@example.com>", "<a@example.com> <b@example.com>", "date"),
  ])
  func refuses(_ old: String, _ new: String, _ reason: String) throws {
    let text = Self.whole.replacing(old, with: new, maxReplacements: 1)
    try #require(text != Self.whole)
    let error = #expect(throws: CommitFormatError.self) { try parse(text) }
    #expect(error?.message.contains(reason) ?? false, "\(String(describing: error))")
  }

  @Test func identsHaveTheirLimits() throws {
    let text = Self.whole.replacing(
      "A U Thor <a@example.com> 1767225600 +0130", with: " <> 9223372036854775807 -2359")
    let commit = try parse(text)
    #expect(commit.author.name.isEmpty)
    #expect(commit.author.email.isEmpty)
    #expect(commit.author.seconds == .max)
    #expect(commit.author.offset == -(23 * 60 + 59))
    #expect(try parse(Self.whole).author.offset == 90)
  }

  @Test func theLenientFormWalksWhatGitWalks() async throws {
    let sandbox = try await GitSandbox()
    let first = try await sandbox.commit(files: ["a": "1"])
    let tree = try await sandbox.git("rev-parse", "\(first)^{tree}")
    let broken = try await sandbox.writeObject(
      "tree \(tree)\nparent \(first)\nauthor nobody\n".utf8, as: "commit")
    let repository = try Repository(discovering: sandbox.path)
    let raw = try repository.rawCommit(oid(broken))
    #expect(raw.parents == [try oid(first)])
    #expect(try await sandbox.git("rev-list", broken) == "\(broken)\n\(first)")
    #expect(throws: CommitFormatError.self) { try Commit(parsing: raw) }
    #expect(try repository.resolve("\(broken)^") == oid(first))
    for text in ["", "tree", "tree \(tree)", "parent \(tree)\n", "tree \(tree) \n"] {
      let id = try await sandbox.writeObject(text.utf8, as: "commit")
      expectFailure(.corrupt) { try repository.rawCommit(oid(id)) }
    }
  }

  @Test func randomChangesNeverCrash() throws {
    var refused = 0
    for _ in 0..<20_000 {
      var bytes = Array(Self.whole.utf8)
      let index = Int.random(in: 0..<bytes.count)
      if Bool.random() { bytes[index] = .random(in: 0...255) } else { bytes.remove(at: index) }
      guard let raw = RawCommit(id: .emptyTree, bytes: bytes) else { continue }
      do { _ = try Commit(parsing: raw) } catch { refused += 1 }
    }
    #expect(refused > 1000)
  }
}
