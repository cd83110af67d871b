import Glibc

/// The first pages of a PDF as pictures, by poppler's tools.
struct PDFPages {
  let folder: ScanFolder

  private static let mostOutput = 64 << 10

  /// - Returns: one path per page, in the form that `cscan_grey` takes.
  func pictures() throws(ScanFinding.Refusal) -> [String] {
    let information = try output(of: "pdfinfo", ["\(folder.path)/scan"])
    guard
      let line = information.split(separator: "\n").first(where: { $0.hasPrefix("Pages:") }),
      let count = Int(line.dropFirst("Pages:".count).filter { $0 != " " }), count > 0
    else { throw .unreadable }
    guard count <= ScanReader.mostPages else { throw .tooManyPages }
    let last = min(count, ScanReader.pagesLookedAt)
    var pictures: [String] = []
    for page in 1...last {
      let name = "page-\(page)"
      _ = try output(
        of: "pdftoppm",
        [
          "-gray", "-scale-to", "\(ScanReader.pageSide)", "-f", "\(page)", "-l", "\(page)",
          "-singlefile", "\(folder.path)/scan", "\(folder.path)/\(name)",
        ])
      guard folder.holds("\(name).pgm") else { throw .unreadable }
      pictures.append("pgm:\(folder.path)/\(name).pgm")
    }
    return pictures
  }

  /// Runs a program, confined like this process, and returns its output.
  private func output(
    of program: String, _ arguments: [String]
  ) throws(ScanFinding.Refusal) -> String {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .tookTooMuch }
    defer { close(ends[0]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
    let settings = ["PATH=/usr/bin", "LC_ALL=C", "HOME=\(folder.path)"]
    var variables: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) }
    words.append(nil)
    variables.append(nil)
    defer { (words + variables).forEach { free($0) } }
    var child = pid_t()
    let code = posix_spawn(&child, "/usr/bin/\(program)", &actions, nil, &words, &variables)
    close(ends[1])
    guard code == 0 else { throw .readerMissing }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while bytes.count <= Self.mostOutput {
      let count = read(ends[0], &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    if bytes.count > Self.mostOutput { kill(child, SIGKILL) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    // Ended by a limit, or by a fault of its own.
    guard status & 0x7F == 0 else { throw .tookTooMuch }
    guard status == 0, bytes.count <= Self.mostOutput else { throw .unreadable }
    return String(decoding: bytes, as: UTF8.self)
  }
}
