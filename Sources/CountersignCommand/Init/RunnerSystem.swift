/// The system that a forge's jobs run on, and what its packages of libgit2 and librnp are called there.
enum RunnerSystem: String, Sendable {
  case debian = "Debian 12"
  case ubuntu = "Ubuntu 24.04"

  /// The packages with what the program is linked with or loads: OpenPGP signatures need librnp.
  var libraries: String {
    switch self {
    case .debian: "libgit2-1.5 librnp0"
    case .ubuntu: "libgit2-1.7 librnp0"
    }
  }
}
