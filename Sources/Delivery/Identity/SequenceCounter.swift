import FoundationEssentials
import Reporting

/// The number of the next request, on disk before the request that carries it is sent: no number is
/// ever used for two requests, whatever happens in between.
public struct SequenceCounter {
  private let path: String

  public init(_ lock: StateLock) { path = lock.directory.sequence }

  /// The next number. A lost or unreadable file starts at 1: the centre then answers with the
  /// number that it expects.
  public func next() throws(DeliveryError) -> Int {
    let contents: FileContents?
    do throws(DeliveryError) {
      contents = try FileContents.read(path, limit: 32)
    } catch {
      guard error.code == .damaged else { throw error }
      contents = nil
    }
    let text = contents.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
    guard text.hasSuffix("\n"), let number = Int(text.dropLast()), Self.isPlausible(number) else {
      return 1
    }
    return number
  }

  /// Takes the next number; once this returns, the disk records it as used.
  func take() throws(DeliveryError) -> Int {
    let number = try next()
    try set(number + 1)
    return number
  }

  /// On a full disk, overwrites the block that the file already has.
  func set(_ number: Int) throws(DeliveryError) {
    try DurableFile.write(Data("\(number)\n".utf8), to: path, orInPlace: true)
  }

  /// How far a centre may raise the number at once. A machine that lost its file starts at 1; even
  /// after a thousand years of nights the jump is smaller.
  static let maximumJump = 1_000_000

  static func isPlausible(_ number: Int) -> Bool { ReportSequence.isPlausible(number) }

  /// Whether a centre that received `sequence` can mean `number` as the next one.
  static func isPlausible(_ number: Int, after sequence: Int) -> Bool {
    isPlausible(number) && number > sequence && number - sequence <= maximumJump
  }
}
