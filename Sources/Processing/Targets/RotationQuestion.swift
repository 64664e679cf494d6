internal import Connectors
internal import Model

/// What is asked of the program that knows of a secret: when that was last rotated.
struct RotationQuestion: Sendable {
  let secret: SystemSecret
  let system: SystemID
  /// Whether the owner of the runner agreed to the program.
  let isAllowed: Bool
  let now: Instant
  let programs: TargetPrograms

  /// Nil where the secret never was rotated.
  func answer() async -> Result<Instant?, TargetTrouble> {
    let words = secret.rotatedBy ?? []
    guard isAllowed else {
      let name = words.first ?? ""
      return .failure(.notAllowed("the program \(name)", name: name))
    }
    do throws(TargetTrouble) {
      let question = try SecretRotation.question(of: secret, on: system)
      let answer = try await Targets.answer(of: words, to: question, by: programs).get()
      return .success(try SecretRotation(parsing: answer, at: now).last)
    } catch {
      return .failure(error)
    }
  }
}
