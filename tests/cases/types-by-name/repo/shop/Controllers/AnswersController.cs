using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Shop.Support;

namespace Shop.Controllers;

[ApiController, Authorize]
public class AnswersController(IAnswers answers) : ControllerBase
{
    [HttpPost("answers")]
    public Task<string> Ask([FromBody] string question) => answers.Ask(question);
}
