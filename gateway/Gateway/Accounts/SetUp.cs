using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Gateway.Edge;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Accounts;

/// <summary>Whether the installation has its first administrator (首次设置).</summary>
/// <param name="Open">There is no account yet: who knows the set-up code can make the first.</param>
/// <param name="UserName">Of the account that is made.</param>
public sealed record SetUpState(bool Open, string UserName);

/// <summary>首次设置管理员.</summary>
/// <param name="Code">As the gateway said it when it was started.</param>
public sealed record SetUpRequest(
    [Required, StringLength(40, MinimumLength = 1)] string Code,
    [Required, StringLength(PasswordRules.MaxLength, MinimumLength = 1)] string Password);

/// <summary>
/// The code that an operator who gave no password reads from the gateway's own output and types on the set-up page. It is made from the
/// key that signs tokens, so that all replicas of a gateway ask for the same one and none of them has to keep it; it opens nothing once
/// there is an account.
/// </summary>
internal sealed class SetUpCode
{
    // Digits and letters that nobody mistakes for each other.
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int Length = 20;
    private const int Group = 5;

    private readonly string code;

    public SetUpCode(IConfiguration configuration)
    {
        var key = Convert.FromBase64String(configuration["Tokens:PrivateKey"] ?? throw new InvalidOperationException("Tokens:PrivateKey is not set."));
        // One byte for a letter: 256 leaves of 31 letters the first eight a little likelier, which 98 bits can bear.
        code = string.Concat(HMACSHA256.HashData(key, "partycloud set-up code"u8).Take(Length).Select(value => Alphabet[value % Alphabet.Length]));
    }

    /// <summary>In groups, for who types it.</summary>
    public string Text => string.Join('-', code.Chunk(Group).Select(group => new string(group)));

    public bool Is(string typed) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(typed.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant()));
}

internal static class SetUp
{
    public static void MapSetUp(this IEndpointRouteBuilder app)
    {
        var setUp = app.MapApi("setup", "Setup").AllowAnonymous();
        setUp.MapGet("", State)
            .WithName("GetSetUp").WithSummary("是否需要首次设置 · Whether the first administrator is still to be made");
        setUp.MapPost("", Handle)
            .WithName(nameof(SetUp)).WithSummary("首次设置管理员 · Makes the first administrator; refused once there is an account");
    }

    private static async Task<Ok<SetUpState>> State(FirstAdministrator first, HttpContext http, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new SetUpState(!await first.IsThereAsync(cancel), FirstAdministrator.UserName));
    }

    private static async Task<Results<NoContent, EmptyHttpResult>> Handle(
        SetUpRequest request, HttpContext http, FirstAdministrator first, SetUpCode code, RateLimits limits, CancellationToken cancel)
    {
        if (!limits.AdmitSignIn(http.Connection.RemoteIpAddress, "setup", out var retryAfter))
        {
            await RateLimits.RefuseAsync(http, retryAfter);
            return TypedResults.Empty;
        }

        Rule.Require(!await first.IsThereAsync(cancel), "setup.done");
        Field.Require(code.Is(request.Code), "code", "setup.wrong-code");
        PasswordRules.Check(request.Password, FirstAdministrator.UserName, "password");
        Rule.Require(await first.MakeAsync(request.Password, "set-up page", cancel), "setup.done");
        return TypedResults.NoContent();
    }
}
