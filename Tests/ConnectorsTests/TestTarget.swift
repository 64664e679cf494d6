import Model
import TestSupport

/// What goes wrong between a runner and a target.
enum TargetBehaviour: String, Sendable {
  /// Nothing.
  case good
  /// Dies before it does anything.
  case diesBefore
  /// Does it and dies before it says so.
  case diesAfter
  /// Says that it is done and did nothing.
  case lies
  /// Answers what is no answer.
  case nonsense
  /// Says that it cannot.
  case refuses
  /// Does what it is asked and cannot list.
  case cannotList
  /// Lists the first part of a large group, as some directories do.
  case listsPart
  /// Lists everything that anybody could wish for.
  case listsAll
  /// Keeps what each grant gives apart, and names the grant.
  case keepsApart
  /// Waits before it grants until there is a file `go` (a minute at most).
  case slowToGrant
  /// Never answers.
  case hangs
}

/// A target that a run acts on by a program which behaves as a file says.
protocol TestTarget: Sendable {
  /// Where the files `behaviour` and `calls` are.
  var scratch: ScratchDirectory { get }
  /// What a runner is given.
  var environment: [String: String] { get }
  /// An access repository with one system, which is on this target.
  func repository() async throws -> AccessRepository
  /// Who has access, as the target itself says.
  func access() async throws -> [String]
}

/// What people do to access while it lives, by which its name says nothing any more (THREATS row 72).
enum TargetMove: String, Sendable, CaseIterable {
  /// What is given has another name.
  case renamesTarget
  /// Whoever has it has another name.
  case renamesHolder
  case renamesBoth
}

/// To whom an administrator gives the same by hand.
enum TargetReceiver: String, Sendable, CaseIterable {
  /// Whoever is granted it too.
  case holder
  /// Somebody who is granted nothing there.
  case another
}

/// A target whose names can change while access lives.
protocol MovingTarget: TestTarget {
  func move(_ move: TargetMove) async throws
  /// Drops what is given, and makes another of the same name.
  func remake() async throws
  /// Gives what is granted to somebody by an administrator's hand.
  func give(to receiver: TargetReceiver) async throws
  /// Takes from the holder what that hand gave them.
  func takeByHand() async throws
  /// Everything that anybody has of the test's own, under whatever name.
  func left() async throws -> [String]
}

extension TestTarget {
  func behave(_ behaviour: TargetBehaviour) throws {
    try scratch.write(behaviour.rawValue, to: "behaviour")
  }

  /// What the program was asked for, in order.
  func calls() throws -> [String] {
    String(decoding: try scratch.read("calls"), as: UTF8.self).split(separator: "\n")
      .map { String($0) }
  }
}

extension AccessRepository {
  @discardableResult
  func run(_ target: some TestTarget, at now: Instant = .drill()) async throws -> Answer {
    try await run(at: now, environment: target.environment)
  }

  func discover(_ target: some TestTarget, at now: Instant = .drill()) async throws -> Answer {
    try await countersign(
      ["discover", "--repository", sandbox.path, "--anchor", anchor, "--now", "\(now)"],
      environment: target.environment)
  }
}
