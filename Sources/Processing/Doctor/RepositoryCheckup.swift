internal import Git
internal import Model

/// The clone itself and the git program that works on it.
struct RepositoryCheckup {
  let repository: Repository
  let git: GitProgram

  func findings() async throws(ProcessingError) -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    if repository.isShallow {
      findings.append(
        DoctorFinding(
          .problem, "shallow-clone: most of the history that proves approvals is missing",
          mend: "git fetch --unshallow; in CI set fetch-depth: 0 or GIT_DEPTH: 0"))
    } else {
      findings.append(DoctorFinding(.ok, "the whole history is here"))
    }
    do throws(GitError) {
      for name in try repository.alteredHistory() {
        findings.append(
          DoctorFinding(
            .warning, "\(name) shows git another history than Countersign reads",
            mend: name == "info/grafts"
              ? "rm \(shellWord(repository.commonDirectory + name))"
              : "git replace -d \(shellWord(String(name.dropFirst("refs/replace/".count))))"))
      }
      if let partial = try repository.configurationEntries(
        matching: "^remote\\..*\\.promisor$"
      ).first(where: { $0.value == "true" }) {
        findings.append(
          DoctorFinding(
            .problem, "a partial clone (\(partial.key)): objects are missing that a run reads",
            mend: "clone again without --filter: git clone <address>"))
      }
    } catch {
      findings += DoctorFinding.problems(ProcessingError(error))
    }
    return findings + [try await version()]
  }

  private func version() async throws(ProcessingError) -> DoctorFinding {
    let end = try await git.run(["version"], quietly: true)
    let words = end.text.split(separator: " ")
    let numbers = (words.count > 2 ? words[2] : "").split(separator: ".").prefix(2).map { Int($0) }
    guard end.succeeded, numbers.count == 2, let major = numbers[0], let minor = numbers[1] else {
      return DoctorFinding(.warning, "git does not say its version: \(end.text)")
    }
    // SSH signatures came with git 2.34.
    guard (major, minor) >= (2, 34) else {
      return DoctorFinding(
        .problem, "git \(major).\(minor) cannot sign with SSH keys",
        mend: "install git 2.34 or newer")
    }
    return DoctorFinding(.ok, "git \(major).\(minor) signs with SSH keys")
  }
}
