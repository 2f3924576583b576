using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace PartyCloud.ServiceDefaults.Access;

/// <summary>Who asks: a person acting under one post, or a portal's app. Handlers take it as a parameter.</summary>
/// <param name="UserId">The account.</param>
/// <param name="UserName">Its sign-in name, for the audit log.</param>
/// <param name="Role">The post's role, e.g. <c>committeeClerk</c>.</param>
/// <param name="Permissions">What the role may do.</param>
/// <param name="Scope">The subtrees the post reaches; null reaches nothing.</param>
/// <param name="PostId">The post under which the request acts.</param>
/// <param name="OrganizationId">The post's organization; null for the installation's own administrators.</param>
public sealed record Caller(
    Guid UserId, string UserName, string Role, PermissionSet Permissions, LevelScope? Scope, Guid? PostId = null, Guid? OrganizationId = null)
{
    /// <summary>Stands in the audit log where no person acted: consumers and schedules.</summary>
    public static Caller System { get; } = new(Guid.Empty, "system", "system", PermissionSet.Of("*"), LevelScope.Everything);

    /// <summary>The scope, which a route that asks for a permission always has.</summary>
    public LevelScope Reach => Scope ?? throw new InvalidOperationException("The caller has no scope.");

    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(context.User.Caller());
}

/// <summary>Permission names, where <c>members.*</c> stands for all that begin with <c>members.</c> and <c>*</c> for all.</summary>
public sealed class PermissionSet
{
    private readonly HashSet<string> names;
    private readonly string[] prefixes;

    private PermissionSet(string text)
    {
        Text = text;
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        names = [.. parts.Where(part => !part.EndsWith('*'))];
        prefixes = [.. parts.Where(part => part.EndsWith('*')).Select(part => part[..^1])];
    }

    /// <summary>Separated by spaces.</summary>
    public string Text { get; }

    public static PermissionSet Of(params string[] permissions) => new(string.Join(' ', permissions));

    public static PermissionSet Parse(string? text) => new(text ?? "");

    public bool Allows(string permission) =>
        names.Contains(permission) || prefixes.Any(prefix => permission.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Whether all of the other set's permissions are in this one: nobody grants what he does not hold.</summary>
    public bool Covers(PermissionSet other) =>
        other.names.All(Allows) && other.prefixes.All(prefix => prefixes.Any(mine => prefix.StartsWith(mine, StringComparison.Ordinal)));
}

/// <summary>Carries the <see cref="Caller"/> through ASP.NET's authentication.</summary>
public sealed class CallerIdentity(Caller caller) : ClaimsIdentity([new Claim(ClaimTypes.Name, caller.UserName)], "Bearer")
{
    public Caller Caller { get; } = caller;
}

public static class CallerExtensions
{
    public static Caller? Caller(this ClaimsPrincipal user) => (user.Identity as CallerIdentity)?.Caller;
}
