import Git
import Model
import TestSupport
import Testing

/// The id that git printed.
func oid(_ text: String) throws -> ObjectID { try #require(ObjectID(hex: text)) }

/// Expects `body` to fail with an error of `kind`, and answers with the error.
@discardableResult
func expectFailure<T>(
  _ kind: GitError.Kind, sourceLocation: Testing.SourceLocation = #_sourceLocation,
  _ body: () throws -> T
) -> GitError? {
  do {
    let value = try body()
    Issue.record("no error but \(value)", sourceLocation: sourceLocation)
    return nil
  } catch let error as GitError {
    #expect(error.kind == kind, "\(error)", sourceLocation: sourceLocation)
    return error
  } catch {
    Issue.record("another error: \(error)", sourceLocation: sourceLocation)
    return nil
  }
}
