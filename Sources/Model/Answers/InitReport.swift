/// What `init` did, and what is left for people to do.
package struct InitReport: Sendable {
  /// The folder of the repository.
  package let root: String
  package let mainline: String
  /// The files that were written, below the root.
  package let written: [String]
  /// Those that were there already and stay as they are.
  package let kept: [String]
  /// The private key that was made, by its path; absent where a public key was given.
  package let madeKey: String?
  /// How many people may change the rules; absent where the policies were there before.
  package let people: Int?
  /// Those for which CI was laid out.
  package let hosts: [HostKind]

  package init(
    root: String, mainline: String, written: [String], kept: [String], madeKey: String?,
    people: Int?, hosts: [HostKind]
  ) {
    self.root = root
    self.mainline = mainline
    self.written = written
    self.kept = kept
    self.madeKey = madeKey
    self.people = people
    self.hosts = hosts
  }
}

/// What runs Countersign on one kind of host.
package enum HostKind: String, CaseIterable, Sendable {
  case github, gitlab, forgejo, plain
}

/// The system that a forge's jobs run on, and what its packages of libgit2 and librnp are called there.
package enum RunnerSystem: String, Sendable {
  case debian = "Debian 12"
  case ubuntu = "Ubuntu 24.04"

  /// The packages with what the program is linked with or loads: OpenPGP signatures need librnp.
  package var libraries: String {
    switch self {
    case .debian: "libgit2-1.5 librnp0"
    case .ubuntu: "libgit2-1.7 librnp0"
    }
  }
}
