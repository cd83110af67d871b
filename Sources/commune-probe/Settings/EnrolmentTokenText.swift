import Delivery
import FoundationEssentials
import Glibc

/// Reads the enrolment token from its source.
enum EnrolmentTokenText {
  private static let maximumBytes = 4096

  /// Whether `text` is printable ASCII without blanks, as tokens are.
  static func isToken(_ text: String) -> Bool {
    1...256 ~= text.utf8.count && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
  }

  /// - Parameters:
  ///   - argument: the token itself, or `-` for standard input.
  ///   - file: a file to read instead; `-` is standard input, too.
  /// - Throws: ``DeliveryError`` with code `configuration` if others may read the file, `input` if
  ///   it holds no token.
  static func read(argument: String?, file: String?) throws(DeliveryError) -> String {
    if let argument, argument != "-" { return argument }
    guard let file, file != "-" else { return try token(in: standardInput(), "standard input") }
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else {
      throw DeliveryError(
        .input, "Cannot read \(file): \(String(cString: strerror(errno))). Check --token-file.")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      throw DeliveryError(.input, "\(file) is a folder: name the file with the token in it.")
    }
    // Anyone who can read it can enrol a computer of their own. Devices and pipes are exempt.
    if status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o026 != 0 {
      throw DeliveryError(
        .configuration,
        "Others may read or change the token in \(file): type chmod 600 \(file), and run again.")
    }
    return try token(in: bytes(descriptor, file), file)
  }

  private static func standardInput() throws(DeliveryError) -> [UInt8] {
    var terminal = termios()
    guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &terminal) == 0 else {
      return try bytes(STDIN_FILENO, "standard input")
    }
    let prompt = "Token: "
    _ = Glibc.write(STDERR_FILENO, prompt, prompt.utf8.count)
    var silent = terminal
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSANOW, &silent)
    defer {
      tcsetattr(STDIN_FILENO, TCSANOW, &terminal)
      _ = Glibc.write(STDERR_FILENO, "\n", 1)
    }
    return try bytes(STDIN_FILENO, "standard input", untilLineEnd: true)
  }

  private static func bytes(
    _ descriptor: Int32, _ name: String, untilLineEnd: Bool = false
  ) throws(DeliveryError) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: maximumBytes + 1)
    while all.count <= maximumBytes {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw DeliveryError(.input, "Cannot read \(name): \(String(cString: strerror(errno))).")
      }
      guard count > 0 else { break }
      all += buffer[..<count]
      if untilLineEnd, all.contains(10) { break }
    }
    return all
  }

  private static func token(in bytes: [UInt8], _ name: String) throws(DeliveryError) -> String {
    struct Created: Decodable { var token: String }
    let text = String(decoding: bytes, as: UTF8.self)
    let line = text.trimmingWhitespace
    let found =
      line.hasPrefix("{")
      ? (try? JSONDecoder().decode(Created.self, from: Data(bytes)))?.token : line
    guard bytes.count <= maximumBytes, let found, isToken(found) else {
      throw DeliveryError(
        .input, "There is no token in \(name): it holds the token alone, on one line.")
    }
    return found
  }
}

extension String {
  fileprivate var trimmingWhitespace: String {
    let start = drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    let end = start.lastIndex { !$0.isWhitespace }.map(start.index(after:)) ?? start.startIndex
    return String(start[..<end])
  }
}
