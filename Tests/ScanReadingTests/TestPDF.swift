import Foundation

/// Minimal PDF files.
enum TestPDF {
  /// The code of `COMMUNE-CHECK:AAAAAAAAAAAAAAAAAAAAAA`, as libqrencode makes it (version 3, level M).
  private static let code = """
    #######..##..##.#.#...#######
    #.....#.#.###.####.##.#.....#
    #.###.#..##.###.#...#.#.###.#
    #.###.#..#...###.###..#.###.#
    #.###.#.#..#..#...#...#.###.#
    #.....#..#.#.#.###.##.#.....#
    #######.#.#.#.#.#.#.#.#######
    ............####.###.........
    #.#.#.#.......#.#...#...#..#.
    ###.##.##.##..####.###....##.
    #.##..##..####....#....#.####
    #.##.#.##.###..#.###..##.....
    ...#.##..##.....#...#.#.####.
    .#.##...#....#.###.##.#....#.
    ##.####...#...#...#....######
    .#.##.....#.####.###.##.....#
    ..#.#.####....#.#...###.#.##.
    ....#....#.##.####.###....##.
    #.#.#####.#.##....#...#.#..##
    .#####.#.#.##..#.###...##...#
    #.###.##.#......#...#####.#.#
    ........#.#.##.###.##...#..#.
    #######..##.#.#...#.#.#.#####
    #.....#...#..###.##.#...##.#.
    #.###.#.#.....#.#...#####..##
    #.###.#..#.#.#####.....#..###
    #.###.#.#####.#...#.#.#####.#
    #.....#..#.#.###.###.#..#..#.
    #######.#..###..#..####.#.###
    """

  /// An A4 page with the code, 60 mm wide, as the server's sheet has it.
  static func sheet() -> Data {
    let rows = code.split(separator: "\n")
    let module = 60 / 25.4 * 72 / Double(rows.count)
    var drawing = ""
    for (y, row) in rows.enumerated() {
      for (x, mark) in row.enumerated() where mark == "#" {
        drawing += "\(60 + Double(x) * module) \(640 - Double(y) * module) \(module) \(module) re\n"
      }
    }
    return file(pages: 1, drawing: drawing + "f\n")
  }

  /// As many empty pages.
  static func pages(_ count: Int) -> Data { file(pages: count, drawing: "") }

  private static func file(pages: Int, drawing: String) -> Data {
    var text = "%PDF-1.4\n"
    var places: [Int] = []
    func add(_ object: String) {
      places.append(text.utf8.count)
      text += "\(places.count) 0 obj\n\(object)\nendobj\n"
    }
    add("<< /Type /Catalog /Pages 2 0 R >>")
    let kids = (0..<pages).map { "\(4 + $0) 0 R" }.joined(separator: " ")
    add("<< /Type /Pages /Count \(pages) /Kids [\(kids)] >>")
    add("<< /Length \(drawing.utf8.count) >>\nstream\n\(drawing)endstream")
    for _ in 0..<pages {
      add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R >>")
    }
    let start = text.utf8.count
    text += "xref\n0 \(places.count + 1)\n0000000000 65535 f \n"
    for place in places { text += String(format: "%010d 00000 n \n", place) }
    text += "trailer\n<< /Size \(places.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    return Data(text.utf8)
  }
}
