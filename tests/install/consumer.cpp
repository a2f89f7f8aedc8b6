/* The same in C++, with destructors: the answer to argv[1] as JSON. */
#include <tptriage/tptriage.h>

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

namespace {

struct ruleset_free {
    void operator()(tpt_ruleset *ruleset) const { tpt_ruleset_free(ruleset); }
};
struct session_free {
    void operator()(tpt_session *session) const { tpt_session_free(session); }
};

void check(tpt_status status, const tpt_error &error) {
    if (status != TPT_OK && status != TPT_INCOMPLETE) throw std::runtime_error(error.message);
}

bool append(const char *bytes, size_t len, void *context) {
    static_cast<std::string *>(context)->append(bytes, len);
    return true;
}

std::string answer(const std::string &text) {
    tpt_error error = tpt_error();
    tpt_ruleset *ruleset = nullptr;
    check(tpt_ruleset_new_embedded(&ruleset, nullptr, &error), error);
    std::unique_ptr<tpt_ruleset, ruleset_free> rules(ruleset); // made first, so that it goes last

    tpt_session *opened = nullptr;
    check(tpt_session_new(&opened, rules.get(), nullptr, &error), error);
    std::unique_ptr<tpt_session, session_free> session(opened);

    const tpt_result *result = nullptr;
    check(tpt_session_triage_text(session.get(), text.data(), text.size(), &result, &error), error);
    std::string json;
    tpt_result_write_json(result, append, &json);
    return json;
}

} // namespace

int main(int argc, char **argv) {
    if (argc != 2) return 1;
    try {
        std::cout << answer(argv[1]);
    } catch (const std::exception &problem) {
        std::cerr << problem.what() << '\n';
        return 1;
    }
    return 0;
}
