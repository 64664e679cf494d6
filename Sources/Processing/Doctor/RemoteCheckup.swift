internal import Git
internal import Intake
internal import Model

/// Where the remote's branches are now, compared with what this clone knows.
struct RemoteCheckup {
  let repository: Repository
  let git: GitProgram
  let remote: String

  func findings(_ place: MainlinePlace) async throws(ProcessingError) -> [DoctorFinding] {
    // A repository that is itself the host has no remote to compare with.
    let isNamed = try await git.setting("remote.\(remote).url") != nil
    guard isNamed || remote.contains("/") || remote.contains(":") else {
      guard !repository.isBare else { return [] }
      return [
        DoctorFinding(
          .warning, "there is no remote \(remote)",
          mend: "name the one that has the mainline: \(OptionName.remote) <name>")
      ]
    }
    let names = [place.mainline, place.ledger]
    let end = try await git.run(
      ["ls-remote", "--", remote] + names.map { "refs/heads/\($0)" }, quietly: true)
    guard end.succeeded else {
      return [
        DoctorFinding(
          .warning, "\(remote) cannot be asked where its branches are",
          mend: "see that git ls-remote \(shellWord(remote)) works here")
      ]
    }
    let there = Dictionary(
      end.text.split(separator: "\n").compactMap { line -> (String, String)? in
        let words = line.split(separator: "\t")
        return words.count == 2 ? (String(words[1]), String(words[0])) : nil
      }
    ) { first, _ in first }
    var findings: [DoctorFinding] = []
    for name in names {
      findings.append(
        try compare(name, with: there["refs/heads/\(name)"].flatMap { ObjectID(hex: $0) }))
    }
    return findings
  }

  private func compare(_ name: String, with theirs: ObjectID?) throws(ProcessingError)
    -> DoctorFinding
  {
    let ours: ObjectID?
    do throws(GitError) {
      ours = try MainlinePlace.branch(name, in: repository, remote: remote)
    } catch {
      throw ProcessingError(error)
    }
    guard let theirs else {
      return DoctorFinding(
        .warning, "\(remote) has no branch \(name)",
        mend: ours == nil
          ? nil : "git push \(shellWord(remote)) refs/heads/\(shellWord(name)), if it should")
    }
    guard ours != theirs else { return DoctorFinding(.ok, "\(name) is what \(remote) has") }
    return DoctorFinding(
      .warning, "\(name) is \(ours?.short ?? "not") here and \(theirs.short) at \(remote)",
      mend: fetchCommand(name, from: remote)
        + (ours == nil ? "" : ", and look where the two went apart"))
  }
}
