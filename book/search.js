// The search index keeps Chinese words; the search's own trimmer throws them away, since to it only
// a to z are letters (\W without the u flag). This one knows all letters.
(function () {
    const trimmer = function (token) {
        return token.toString().replace(/^[^\p{L}\p{N}_]+/u, "").replace(/[^\p{L}\p{N}_]+$/u, "");
    };
    if (window.elasticlunr) {
        elasticlunr.trimmer = trimmer;
        elasticlunr.Pipeline.registeredFunctions.trimmer = trimmer;
    }
})();
