/// Why the benchmarks stop: something failed to run, which is never a slow figure.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
