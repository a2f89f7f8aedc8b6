// RE2's set of expressions: one automaton for all phrases. RE2 is C++, so this file is, too.
#include <re2/set.h>

#include <memory>
#include <vector>

#include "engine.h"

namespace {

constexpr int64_t kMemory = int64_t{1} << 30; // automata that outgrow it are thrown away and built anew

struct Set {
    explicit Set(const re2::RE2::Options &options) : set(options, re2::RE2::UNANCHORED) {}
    re2::RE2::Set set;
    std::vector<int> found; // kept, so that a warm scan allocates nothing for it
};

void *set_open(const char *const *regexes, size_t count) {
    re2::RE2::Options options;
    options.set_case_sensitive(false);
    options.set_max_mem(kMemory);
    options.set_log_errors(false);
    auto engine = std::make_unique<Set>(options);
    for (size_t i = 0; i < count; i++)
        if (engine->set.Add(regexes[i], nullptr) < 0) return nullptr;
    return engine->set.Compile() ? engine.release() : nullptr;
}

size_t set_scan(void *self, const char *text, size_t len, uint32_t *found) {
    auto *engine = static_cast<Set *>(self);
    engine->found.clear();
    engine->set.Match(re2::StringPiece(text, len), &engine->found);
    for (size_t i = 0; i < engine->found.size(); i++) found[i] = static_cast<uint32_t>(engine->found[i]);
    return engine->found.size();
}

void set_close(void *self) { delete static_cast<Set *>(self); }

} // namespace

const bench_engine bench_re2 = {"RE2::Set", set_open, set_scan, set_close};
