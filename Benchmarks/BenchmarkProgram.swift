import Glibc

/// `make bench`: the project's figures, next to their peers, in one run.
///
/// Without arguments everything is measured. `fixture <folder> <name>` makes one fixture, in a process
/// of its own, because memory that a parent holds counts as its children's peak.
@main
enum BenchmarkProgram {
  static func main() {
    do {
      let arguments = CommandLine.arguments.dropFirst()
      if arguments.first == "fixture" {
        guard arguments.count == 3 else {
          throw BenchmarkError("usage: Benchmarks fixture <folder> <name>")
        }
        try makeFixture(arguments[3], in: arguments[2])
      } else if arguments.first == "make-certificates" {
        guard arguments.count == 5, let count = Int(arguments[2]) else {
          throw BenchmarkError(
            "usage: Benchmarks make-certificates <count> <key.pub> <ca> <output>")
        }
        try CertificateMaking.make(
          count, forKeyIn: arguments[3], authority: arguments[4], to: arguments[5])
      } else {
        try Suite().run(only: Array(arguments))
      }
    } catch {
      Files.note("benchmarks: \(error)")
      exit(1)
    }
  }

  private static func makeFixture(_ name: String, in folder: String) throws {
    if let shape = FixtureShape(name: name) {
      try FixtureMaker.make(shape, in: folder)
    } else if let history = SignedHistory(name: name) {
      try SignedHistoryMaker.make(history, in: folder)
    } else {
      throw BenchmarkError("there is no fixture \(name)")
    }
  }
}
