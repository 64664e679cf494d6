internal import Model

/// A program to start, without a shell: each argument reaches it as it is.
package struct ProgramStart: Sendable {
  package let name: String
  package let arguments: [String]
  /// What is added to the environment, or with nil taken out of it.
  package var environment: [String: String?] = [:]
  /// Whether what it writes to standard error is kept from the user.
  package var isQuiet = false

  package init(_ name: String, _ arguments: [String]) {
    self.name = name
    self.arguments = arguments
  }
}

/// Runs a program to its end, or says why it cannot be started.
package typealias ProgramRunner =
  @Sendable (ProgramStart) async throws(ProcessingError) -> ProgramEnd

/// How a program that this process started came to its end.
package struct ProgramEnd: Sendable {
  /// The exit status, or 128 and the signal's number as a shell would say.
  package let status: Int32
  package let output: [UInt8]
  /// Standard error, where it was kept.
  package let errors: [UInt8]

  package init(status: Int32, output: [UInt8], errors: [UInt8] = []) {
    self.status = status
    self.output = output
    self.errors = errors
  }

  /// Whether it ended as one that has done its work.
  package var succeeded: Bool { status == 0 }

  /// Standard output as text, without the newlines at its end.
  package var text: String {
    let end = output.lastIndex { $0 != 0x0A && $0 != 0x0D }.map { $0 + 1 } ?? 0
    return String(decoding: output[..<end], as: UTF8.self)
  }
}

/// Why a program that was asked something gave no answer, in words that hold no secret.
package enum ProgramTrouble: Error, Equatable {
  case notStarted
  case late(Duration)
  case tooMuch(limit: Int)
  case lost
  /// Something that it started does not go, or its keeper was killed: what it says counts for nothing.
  case unended
}

extension ProgramTrouble: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notStarted: "cannot be started"
    case .late(let limit): "did not answer within \(limit.wholeSeconds) seconds"
    case .tooMuch(let limit): "answered with more than \(limit) bytes"
    case .lost: "broke off"
    case .unended: "left something running that could not be ended"
    }
  }
}
