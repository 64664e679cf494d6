internal import Git
internal import Intake
internal import Model

extension RevisionRange {
  /// What revisions on the command line mean, as `git rev-list` takes them; without any, `HEAD`.
  ///
  /// - Throws: `.wrongUsage` where one means no commit.
  init(
    _ arguments: [String], all: Bool, in repository: Repository
  ) throws(ProcessingError) {
    self.init()
    for argument in arguments.isEmpty && !all ? ["HEAD"] : arguments {
      try add(argument, in: repository)
    }
    do throws(GitError) {
      if all { try addAll(of: repository) }
    } catch {
      throw ProcessingError(error)
    }
    // `^A` alone leaves out something of nothing; git's own commands then mean HEAD.
    if tips.isEmpty, !all { tips = [try repository.commit("HEAD")] }
  }

  private mutating func add(_ argument: String, in repository: Repository) throws(ProcessingError) {
    func commit(_ name: Substring) throws(ProcessingError) -> ObjectID {
      try repository.commit(name.isEmpty ? "HEAD" : String(name))
    }
    if argument.hasPrefix("^") {
      hidden.append(try commit(argument.dropFirst()))
    } else if let (left, right) = Self.split(argument, at: "...") {
      let ends = (try commit(left), try commit(right))
      tips += [ends.0, ends.1]
      do throws(GitError) {
        try hideBases(of: ends.0, and: ends.1, in: repository)
      } catch {
        throw ProcessingError(error)
      }
    } else if let (left, right) = Self.split(argument, at: "..") {
      hidden.append(try commit(left))
      tips.append(try commit(right))
    } else {
      tips.append(try commit(argument[...]))
    }
  }

  private static func split(
    _ argument: String, at dots: String
  ) -> (Substring, Substring)? {
    guard let place = argument.firstRange(of: dots) else { return nil }
    return (argument[..<place.lowerBound], argument[place.upperBound...])
  }
}
