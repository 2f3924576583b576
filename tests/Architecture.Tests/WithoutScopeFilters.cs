using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Architecture.Tests;

/// <summary>Takes every condition on a level code out of a service's queries, so that the database's policies stand alone.</summary>
internal sealed class WithoutScopeFilters : IQueryExpressionInterceptor
{
    private int takenOut;

    public int TakenOut => takenOut;

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData) =>
        new Visitor(() => Interlocked.Increment(ref takenOut)).Visit(queryExpression);

    private sealed class Visitor(Action found) : ExpressionVisitor
    {
        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            if (node.Method.Name == nameof(Queryable.Where) && node.Method.DeclaringType == typeof(Queryable) && Mentions(node.Arguments[1]))
            {
                found();
                return Visit(node.Arguments[0]);
            }

            return base.VisitMethodCall(node);
        }

        private static bool Mentions(Expression predicate)
        {
            var search = new Search();
            search.Visit(predicate);
            return search.Found;
        }
    }

    private sealed class Search : ExpressionVisitor
    {
        public bool Found { get; private set; }

        protected override Expression VisitMember(MemberExpression node)
        {
            Found |= node.Member.Name == nameof(IPlaced.LevelCode) && node.Expression is ParameterExpression or UnaryExpression { Operand: ParameterExpression };
            return base.VisitMember(node);
        }
    }
}
