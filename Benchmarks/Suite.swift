import Glibc

/// Everything that `make bench` measures (DESIGN section 11).
struct Suite {
  let scale: Scale
  /// The program that is measured.
  let countersign: String
  /// Where fixtures are kept from one time to the next.
  let folder: String

  init() throws {
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    switch variable("BENCH_SCALE") {
    case nil, "full": scale = .full
    case "small": scale = .smoke
    case .some(let other): throw BenchmarkError("BENCH_SCALE is small or full, not \(other)")
    }
    countersign = variable("COUNTERSIGN") ?? ".build/release/countersign"
    guard countersign.contains("/"), Files.exists(countersign) else {
      throw BenchmarkError("there is no \(countersign); make bench builds it")
    }
    folder = variable("COUNTERSIGN_BENCH_DIR") ?? "/tmp/countersign-bench"
  }

  /// The rows by the names that select them.
  private var rows: [(name: String, measure: (inout ResultTable) throws -> Void)] {
    [
      ("grants", pastGrants), ("history", longHistory), ("people", manyPeople), ("idle", idle),
      ("expiry", oneExpiry), ("landed", manyLanded), ("costliest", costliest), ("check", check),
      ("policy", policyTools), ("certificates", certificates), ("login", landingToLogin),
      ("verify", sshVerdicts), ("verify-memory", verdictMemory),
      ("verify-openpgp", openPGPVerdicts),
    ]
  }

  /// Measures the rows called `names`, or all, and writes the table down when it has all of them.
  func run(only names: [String]) throws {
    if let unknown = names.first(where: { name in !rows.contains { $0.name == name } }) {
      throw BenchmarkError(
        "there is no row \(unknown), only \(rows.map(\.name).joined(separator: ", "))")
    }
    var table = ResultTable()
    for row in rows where names.isEmpty || names.contains(row.name) {
      try row.measure(&table)
    }
    let text = try Machine.described() + "\n" + table.markdown
    print(text)
    if names.isEmpty, scale.name == Scale.full.name {
      try Files.write("\(Self.preface)\n\(text)".utf8, to: "Benchmarks/RESULTS.md")
    }
  }

  private static let preface = """
    # Figures

    Made by `make bench`. Only ratios mean something elsewhere: both sides of a row ran in turn, in one
    run, and of each the best time counts. What is measured how is told in [README.md](README.md).

    """

  /// The fixture of `shape`, made now where it was not made before.
  func fixture(_ shape: FixtureShape) throws -> Fixture {
    if let made = try Fixture(shape, in: folder) { return made }
    try make(shape.name)
    guard let fixture = try Fixture(shape, in: folder) else {
      throw BenchmarkError("the fixture \(shape.name) was not made")
    }
    return fixture
  }

  /// Makes the fixture called `name`, in a process of its own.
  func make(_ name: String) throws {
    Files.note("benchmarks: making \(name)")
    let made = try Program.ofThisProgram(["fixture", folder, name]).run()
    Files.note("benchmarks: made in \(Int(made.seconds)) s")
  }

  /// `countersign run` in a fixture whose mainline is at `mainline`.
  func run(
    _ fixture: Fixture, to mainline: Fixture.FactName, at now: String = Fixture.now,
    expecting expected: String, keepsCache: Bool = true
  ) throws -> Measurement.Side {
    let program = Program([
      countersign, "run", "--repository", fixture.repository, "--anchor",
      try fixture.fact(.anchor), "--key", fixture.key, "--now", now,
    ])
    return Measurement.Side(
      program: program,
      prepare: { try fixture.reset(mainline: mainline, keepsCache: keepsCache) },
      expected: expected)
  }
}

extension Program {
  /// This program with `arguments`, by the path that its own link leads to: a child's leads elsewhere.
  static func ofThisProgram(_ arguments: [String]) throws -> Program {
    let own = "/proc/self/exe"
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map {
        readlink(own, $0.assumingMemoryBound(to: CChar.self), bytes.count)
      }
    }
    guard let count, count > 0 else { throw BenchmarkError("cannot read \(own)") }
    return Program([String(decoding: buffer[..<count], as: UTF8.self)] + arguments)
  }
}
