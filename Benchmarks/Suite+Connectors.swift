extension Suite {
  /// SSH certificates with a key id, a window and principals each, against `ssh-keygen -s`.
  func certificates(_ table: inout ResultTable) throws {
    let folder = "\(folder)/certificates"
    if !Files.exists("\(folder)/subject.pub") {
      try Files.makeFolder(folder)
      for name in ["ca", "subject"] {
        _ = try Program([
          "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(folder)/\(name)",
        ]).run()
      }
    }
    let count = scale.certificates
    let made = "\(folder)/made-cert.pub"
    let own = Measurement.Side(
      program: try Program.ofThisProgram([
        "make-certificates", "\(count)", "\(folder)/subject.pub", "\(folder)/ca", made,
      ]))
    // As a script does it: what a certificate says is told by arguments, so each has a process.
    let script = """
      for number in $(seq \(count)); do
        ssh-keygen -q -s ca -I g-$number -z $number -n deploy -V 20261121120000Z:20261121130000Z \
          -O clear -O permit-pty subject.pub || exit 1
      done; ssh-keygen -L -f subject-cert.pub
      """
    let peer = Measurement.Side(
      program: Program(["sh", "-c", "cd \(folder) && \(script)"]), expected: "g-\(count)")
    let fast = try Measurement.take(own, times: scale.repetitions)
    let lines = try Program(["ssh-keygen", "-L", "-f", made]).run().output
      .split(separator: "\n").count { $0.contains("user certificate") }
    guard lines == count else { throw BenchmarkError("\(lines) certificates, not \(count)") }
    let slow = try Measurement.take(peer, times: 1)
    table.add(
      "\(count) SSH certificates", fast, peer: ("`ssh-keygen -s`", slow),
      target: .atLeastTimesAsFast(50))
  }

  /// From the landing of a request to the login that it opens, against a login with a key that is known.
  ///
  /// The one side is `run`, `credential` and `ssh`, one after the other; the other is `ssh` alone.
  func landingToLogin(_ table: inout ResultTable) throws {
    let folder = "\(folder)/login"
    let script = ["bash", "Benchmarks/landing-to-login"]
    func step(_ name: String) -> Program {
      var program = Program(script + [name, folder])
      program.variables = ["COUNTERSIGN=\(countersign)"]
      return program
    }
    _ = try step("begin").run()
    defer {
      do { _ = try step("end").run() } catch { Files.note("benchmarks: \(error)") }
    }
    let own = Measurement.Side(
      program: step("enter"), prepare: { _ = try step("land").run() }, expected: "in as granted")
    let peer = Measurement.Side(program: step("enter-known"), expected: "in as known")
    let (whole, login) = try Measurement.compare(own, peer, times: scale.repetitions)
    table.add("from landing to login", whole, peer: ("`ssh` alone", login), target: .none)
  }
}
