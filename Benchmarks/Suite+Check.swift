extension Suite {
  /// The requests of a branch, against check-jsonschema with a schema of the same document.
  ///
  /// The peer looks at the form of each file and at nothing else. `check` reads the branch from git,
  /// looks at the form, and judges each request by policy and ledger.
  func check(_ table: inout ResultTable) throws {
    let fixture = try fixture(scale.shape(landed: scale.checked))
    let many = try fixture.fact(.many)
    let branch = try Program(["git", "-C", fixture.repository, "rev-parse", "\(many)^2"]).line()
    let own = Measurement.Side(
      program: Program([
        countersign, "check", "--repository", fixture.repository, "--anchor",
        try fixture.fact(.anchor), "--now", Fixture.now, branch,
      ]),
      prepare: { try fixture.reset(mainline: .tip) }, expected: "\(scale.checked)")
    let files = try requestFiles(of: branch, in: fixture)
    let peer = Measurement.Side(
      program: Program(
        [try peerProgram(), "--schemafile", "Benchmarks/Schemas/request.schema.json"] + files),
      expected: "ok")
    let fast = try Measurement.take(own, times: scale.repetitions)
    // It takes so long that caches do not count; chance does, by up to a half.
    let slow = try Measurement.take(peer, times: 3, warmed: false)
    table.add(
      "`check` of \(scale.checked) requests", fast, peer: ("`check-jsonschema`", slow),
      target: .atLeastTimesAsFast(50))
  }

  /// The branch's requests as files, since the peer reads nothing else.
  private func requestFiles(of branch: String, in fixture: Fixture) throws -> [String] {
    let folder = "\(fixture.folder)/files"
    if !Files.exists(folder) {
      let archive = "\(fixture.folder)/files.tar"
      _ = try Program([
        "git", "-C", fixture.repository, "archive", "-o", archive, branch, "requests",
      ]).run()
      try Files.makeFolder(folder)
      _ = try Program(["tar", "-x", "-f", archive, "-C", folder]).run()
      Files.remove(archive)
    }
    let requests = "\(folder)/requests"
    return Files.names(in: requests).flatMap { system in
      Files.names(in: "\(requests)/\(system)").map { "\(requests)/\(system)/\($0)" }
    }
  }

  /// check-jsonschema in an environment of its own; installed once.
  private func peerProgram() throws -> String {
    let environment = "\(folder)/python"
    let program = "\(environment)/bin/check-jsonschema"
    if !Files.exists(program) {
      Files.note("benchmarks: installing check-jsonschema")
      _ = try Program(["python3", "-m", "venv", environment]).run()
      var install = Program([
        "\(environment)/bin/pip", "install", "-q", "-r", "Benchmarks/requirements.txt",
      ])
      install.inheritsEnvironment = true
      _ = try install.run()
    }
    return program
  }
}
