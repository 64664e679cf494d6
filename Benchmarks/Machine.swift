import Glibc

/// What the figures were made on.
enum Machine {
  static func described() throws -> String {
    let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    let git = try Program(["git", "--version"]).line()
    let swift = try Program(["swift", "--version"], allowing: [0, 1]).line()
    return "\(cores) cores (\(processor)), \(git), \(swift).\n"
  }

  private static var processor: String {
    let text = (try? Files.text("/proc/cpuinfo")) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ": ").last.map(String.init) ?? "unknown"
  }
}
