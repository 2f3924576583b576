using Microsoft.AspNetCore.Http.HttpResults;

namespace PartyCloud.Gateway.Accounts;

/// <summary>A role that a post may carry (角色).</summary>
public sealed record RoleResponse(string Name, IReadOnlyList<string> Permissions);

internal static class ListRoles
{
    public static Ok<IReadOnlyList<RoleResponse>> Handle() => TypedResults.Ok<IReadOnlyList<RoleResponse>>(
        [.. Roles.All.Select(role => new RoleResponse(role.Name, role.Permissions.Text.Split(' ')))]);
}
