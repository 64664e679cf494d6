extension Suite {
  /// Verdicts on SSH-signed merges, on one core against git, and on two against one.
  func sshVerdicts(_ table: inout ResultTable) throws {
    let fixture = try fixture(SignedHistory(.ssh, merges: scale.signedMerges))
    let count = scale.signedMerges
    let one = try Measurement.take(verify(fixture, jobs: 1), times: scale.repetitions)
    // Its minutes make caches and chance count for nothing.
    let git = try Measurement.take(gitVerdicts(fixture), times: 1, warmed: false)
    table.add(
      "`verify`, \(count) SSH-signed merges, one core", one,
      peer: ("`git log --format=%G?`", git), target: .atLeastTimesAsFast(100))
    let (two, again) = try Measurement.compare(
      verify(fixture, jobs: 2), verify(fixture, jobs: 1), times: scale.repetitions)
    table.add(
      "the same on two cores", two, peer: ("on one", again), target: .atLeastTimesAsFast(1.8))
  }

  /// The memory of its own that ten times as long a history takes.
  ///
  /// The pack, which is mapped and as large as the history, is the kernel's to keep or to drop.
  func verdictMemory(_ table: inout ResultTable) throws {
    let (many, few) = (scale.manySignedMerges, scale.signedMerges)
    let long = try fixture(SignedHistory(.ssh, merges: many))
    let short = try fixture(SignedHistory(.ssh, merges: few))
    func memory(_ fixture: SignedFixture) throws -> Measurement {
      var side = verify(fixture, jobs: 2)
      side.program.samplesMemory = true
      return try Measurement.take(side, times: scale.repetitions)
    }
    let (own, peer) = (try memory(long), try memory(short))
    table.add(
      "the memory of `verify`, \(many) merges on two cores", own, peer: ("\(few) merges", peer),
      target: .atMostTimesTheMemory(1.1))
  }

  /// Verdicts on OpenPGP-signed merges, on one core against git with gpg.
  func openPGPVerdicts(_ table: inout ResultTable) throws {
    for (kind, least) in [(SignedHistory.Kind.rsa, 30.0), (.ed25519, 40.0)] {
      let fixture = try fixture(SignedHistory(kind, merges: scale.openPGPMerges))
      let own = try Measurement.take(verify(fixture, jobs: 1), times: scale.repetitions)
      let git = try Measurement.take(gitVerdicts(fixture), times: 1, warmed: false)
      let name = kind == .rsa ? "RSA-4096" : "Ed25519"
      table.add(
        "`verify`, \(scale.openPGPMerges) OpenPGP-signed merges (\(name)), one core", own,
        peer: ("`git log --format=%G?`", git), target: .atLeastTimesAsFast(least))
    }
  }

  /// `countersign verify`; it exits with 0 only where every merge is good.
  private func verify(_ fixture: SignedFixture, jobs: Int) -> Measurement.Side {
    let list = fixture.history.kind == .ssh ? "--signers" : "--keyring"
    return Measurement.Side(
      program: Program([
        countersign, "verify", "--repository", fixture.repository, list, fixture.list, "--jobs",
        "\(jobs)", "--format", "json",
      ]), expected: "{\"commit\":\"\(fixture.oldest)\"")
  }

  /// What git says of the same merges: `G`, since gpg trusts the keys that it made itself.
  private func gitVerdicts(_ fixture: SignedFixture) -> Measurement.Side {
    var program = Program([
      "git", "-C", fixture.repository, "-c", "gpg.ssh.allowedSignersFile=\(fixture.list)", "log",
      "--first-parent", "--merges", "--format=%G? %H",
    ])
    program.variables = ["GNUPGHOME=\(fixture.gnupg)"]
    return Measurement.Side(program: program, expected: "G \(fixture.oldest)")
  }

  /// The fixture of `history`, made now where it was not made before.
  private func fixture(_ history: SignedHistory) throws -> SignedFixture {
    if let made = try SignedFixture(history, in: folder) { return made }
    try make(history.name)
    guard let fixture = try SignedFixture(history, in: folder) else {
      throw BenchmarkError("the fixture \(history.name) was not made")
    }
    return fixture
  }
}
