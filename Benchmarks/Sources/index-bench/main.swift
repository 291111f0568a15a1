import Foundation
import VectorIndex

// Reads commands from standard input, one a line, and answers each with one line of JSON, so that
// a script can run other engines in between:
//
//   load VECTORS [GROUPS]          stores the rows under their numbers, then compacts
//   graph [THREADS [WIDTH]]        builds the graph
//   store VECTORS FOLDER           fills a durable index, compacts and verifies it
//   open FOLDER DIMENSION          opens it again, searches and changes it once
//   attach FOLDER DIMENSION        opens it for the runs that follow
//   memory                         bytes a vector: the process's own, and with what is mapped
//   queries VECTORS TRUTH          sets the queries and the true neighbours (rows of numbers)
//   run ENGINE [key=value ...]     engines: semblance semblance-scan semblance-graph exact flat groups
//                                  keys: recall k repeat queries seconds threads batch; selectivity, and
//                                  away=1 to admit whole groups instead of single ids
//   quit

/// Writes a line at once: the script waits for it.
func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

let bench = Bench()
while let line = readLine() {
    let words = line.split(separator: " ").map(String.init)
    guard let command = words.first else { continue }
    if command == "quit" { break }
    do {
        say(try bench.perform(command, Array(words.dropFirst())))
    } catch {
        say("{\"error\": \"\(error)\"}")
    }
}
